import Foundation

/// A sound card as the kernel knows it now.
public struct SoundCard: Sendable, Hashable {
  /// Changes with the order in which cards are found.
  public var number: Int
  /// Short and mostly stable, like `Device`; the second card of a kind gets another.
  public var id: String
  /// For people.
  public var name: String
  public var usb: USB?
  /// Numbers of its devices that record.
  public var captureDevices: [Int]

  /// What a card on the USB says of itself.
  public struct USB: Sendable, Hashable {
    public var vendor: Int
    public var product: Int
    public var serial: String?
    /// As the kernel numbers ports, like `1-1.2`.
    public var port: String
  }

  /// The names that find this card again, the most lasting first.
  public var names: [DeviceName] {
    var names: [DeviceName] = []
    if let usb {
      names.append(
        .usb(vendor: usb.vendor, product: usb.product, serial: usb.serial, device: 0))
      names.append(.port(usb.port, device: 0))
    }
    names.append(.card(id: id, device: 0))
    return names
  }
}

/// The cards that are attached, read from sysfs each time they are asked for.
///
/// Source: the kernel's Documentation/ABI/testing/sysfs-bus-usb and sound/designs/procfile.rst.
public struct SoundCards: Sendable {
  private let system: String

  /// - Parameter system: Where `/sys` is.
  public init(system: String = "/sys") {
    self.system = system
  }

  /// By number.
  public var attached: [SoundCard] {
    let folder = system + "/class/sound"
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    // pcmC1D0c is device 0 of card 1, for capture.
    let devices = entries.compactMap { entry -> (card: Int, device: Int)? in
      guard entry.hasPrefix("pcmC"), entry.hasSuffix("c") else { return nil }
      let numbers = entry.dropFirst(4).dropLast().split(separator: "D").compactMap { Int($0) }
      return numbers.count == 2 ? (numbers[0], numbers[1]) : nil
    }
    return entries.compactMap { entry -> SoundCard? in
      guard entry.hasPrefix("card"), let number = Int(entry.dropFirst(4)),
        let id = line(folder + "/" + entry + "/id")
      else { return nil }
      let usb = usb(ofDevice: folder + "/" + entry + "/device")
      return SoundCard(
        number: number, id: id, name: usb?.name ?? id, usb: usb?.usb,
        captureDevices: devices.filter { $0.card == number }.map(\.device).sorted())
    }.sorted { $0.number < $1.number }
  }

  /// What ALSA calls the device now.
  /// - Throws: ``CaptureError/absent(device:present:)``.
  public func alsaName(of device: DeviceName) throws(CaptureError) -> String {
    let cards = attached
    let found: SoundCard?
    let subdevice: Int
    switch device {
    case .alsa(let name): return name
    case .usb(let vendor, let product, let serial, let device):
      found = cards.first {
        $0.usb?.vendor == vendor && $0.usb?.product == product
          && (serial == nil || $0.usb?.serial == serial)
      }
      subdevice = device
    case .port(let port, let device):
      found = cards.first { $0.usb?.port == port }
      subdevice = device
    case .card(let id, let device):
      found = cards.first { $0.id == id }
      subdevice = device
    }
    guard let found else {
      throw .absent(
        device: device.description, present: cards.compactMap { $0.names.first?.description })
    }
    return "hw:\(found.number),\(subdevice)"
  }

  /// Of the USB device to which a card's interface belongs: the folder above it has the identifiers.
  private func usb(ofDevice link: String) -> (usb: SoundCard.USB, name: String)? {
    let interface = URL(filePath: link).resolvingSymlinksInPath()
    let device = interface.deletingLastPathComponent()
    guard let vendor = line(device.path + "/idVendor").flatMap({ Int($0, radix: 16) }),
      let product = line(device.path + "/idProduct").flatMap({ Int($0, radix: 16) })
    else { return nil }
    let usb = SoundCard.USB(
      vendor: vendor, product: product, serial: line(device.path + "/serial"),
      port: device.lastPathComponent)
    let name = [line(device.path + "/manufacturer"), line(device.path + "/product")]
      .compactMap(\.self).joined(separator: " ")
    return (usb, name.isEmpty ? usb.port : name)
  }

  /// The first line of a file; `nil` if it cannot be read or is empty.
  private func line(_ path: String) -> String? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    let text = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).first
    let trimmed = text?.trimmingCharacters(in: .whitespaces) ?? ""
    return trimmed.isEmpty ? nil : trimmed
  }
}
