import Foundation

/// A sound card as the kernel knows it now.
public struct SoundCard: Sendable, Hashable {
  /// Changes with the order in which cards are found.
  public var number: Int
  /// Short and mostly stable, like `Device`; the second card of a kind gets another.
  public var id: String
  /// For people.
  public var name: String
  /// `nil` for a card that is not on the USB.
  public var usb: USB?
  /// Numbers of its devices that record.
  public var captureDevices: [Int]

  /// What a card on the USB says of itself.
  public struct USB: Sendable, Hashable {
    /// `idVendor`, 16 bits: written as four hexadecimal digits.
    public var vendor: Int
    /// `idProduct`, 16 bits: written as four hexadecimal digits.
    public var product: Int
    /// `nil` if it tells none.
    public var serial: String?
    /// As the kernel numbers ports, like `1-1.2`.
    public var port: String
  }

  /// The names that find one of its devices again, the most lasting first. Another card that is attached
  /// may have the first too; see ``name(ofDevice:among:)``.
  public func names(ofDevice device: Int = 0) -> [DeviceName] {
    var names: [DeviceName] = []
    if let usb {
      names.append(
        .usb(vendor: usb.vendor, product: usb.product, serial: usb.serial, device: device))
      names.append(.port(usb.port, device: device))
    }
    names.append(.card(id: id, device: device))
    return names
  }

  /// The most lasting name that no other of these cards answers to.
  public func name(ofDevice device: Int = 0, among cards: [SoundCard]) -> DeviceName {
    let name = names(ofDevice: device).first { name in
      !cards.contains { $0.number != number && $0.answers(to: name) }
    }
    return name ?? .card(id: id, device: device)
  }

  func answers(to name: DeviceName) -> Bool {
    switch name {
    case .usb(let vendor, let product, let serial, _):
      usb?.vendor == vendor && usb?.product == product && (serial == nil || usb?.serial == serial)
    case .port(let port, _): usb?.port == port
    case .card(let id, _): self.id == id
    case .alsa: false
    }
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

  /// The devices that record, by names that find each again, and what their cards are called.
  public var devices: [(device: DeviceName, name: String)] {
    let cards = attached
    return cards.flatMap { card in
      card.captureDevices.map { (card.name(ofDevice: $0, among: cards), card.name) }
    }
  }

  /// What ALSA calls the device now.
  /// - Throws: ``CaptureError/absent(device:present:)``; ``CaptureError/ambiguous(device:choices:)``, since
  ///   the first of several alike may be another after the next start.
  public func alsaName(of device: DeviceName) throws(CaptureError) -> String {
    let number: Int
    switch device {
    case .alsa(let name): return name
    case .usb(_, _, _, let device), .port(_, let device), .card(_, let device): number = device
    }
    let cards = attached
    let found = cards.filter { $0.answers(to: device) }
    guard let card = found.first else {
      throw .absent(
        device: device.description, present: cards.map { $0.name(among: cards).description })
    }
    guard found.count == 1 else {
      throw .ambiguous(
        device: device.description,
        choices: found.map { $0.name(ofDevice: number, among: cards).description })
    }
    return "hw:\(card.number),\(number)"
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
