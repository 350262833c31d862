import Foundation

/// A made-up `/sys`, in which cards on the USB come and go under any number.
struct SystemFolder {
  let path: String

  private func write(_ text: String, _ name: String) throws {
    let url = URL(filePath: path + "/" + name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data((text + "\n").utf8).write(to: url)
  }

  private func link(_ number: Int) -> String { "\(path)/class/sound/card\(number)" }

  private func device(_ input: SoakSettings.Input) -> String {
    "devices/usb1/1-\(input.product)/1-\(input.product):1.0"
  }

  /// As the kernel shows a card: `device` leads to an interface, above which the device lies. What is
  /// looked for first comes last.
  func attach(_ input: SoakSettings.Input, number: Int) throws {
    let (device, card) = (device(input), "\(device(input))/sound/card\(number)")
    try write(SoakSettings.Input.vendor, "devices/usb1/1-\(input.product)/idVendor")
    try write(input.product, "devices/usb1/1-\(input.product)/idProduct")
    try write("Device", card + "/id")
    let files = FileManager.default
    try files.createSymbolicLink(
      atPath: "\(path)/\(card)/device", withDestinationPath: "\(path)/\(device)")
    try files.createDirectory(atPath: "\(path)/class/sound", withIntermediateDirectories: true)
    try files.createSymbolicLink(
      atPath: link(number), withDestinationPath: "\(path)/\(card)")
  }

  func detach(_ input: SoakSettings.Input, number: Int) throws {
    try FileManager.default.removeItem(atPath: link(number))
    try FileManager.default.removeItem(atPath: "\(path)/\(device(input))/sound/card\(number)")
  }
}
