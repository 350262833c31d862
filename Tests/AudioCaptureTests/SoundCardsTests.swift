import Foundation
import TestSupport
import Testing

@testable import AudioCapture

/// Names that find a card again, over a copy of what sysfs looks like.
@Suite struct SoundCardsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func write(_ text: String, _ path: String) throws {
    let url = folder.url.appending(path: path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data((text + "\n").utf8).write(to: url)
  }

  /// A card as the kernel shows it: `device` leads to an interface, above which the device lies.
  private func attach(
    card number: Int, id: String,
    usb: (vendor: String, product: String, serial: String?, port: String)?
  ) throws {
    let device =
      usb.map { "devices/pci0000:00/usb1/\($0.port)/\($0.port):1.0" }
      ?? "devices/platform/soc-\(id)"
    try write(id, "\(device)/sound/card\(number)/id")
    if let usb {
      let above = "devices/pci0000:00/usb1/\(usb.port)"
      try write(usb.vendor, above + "/idVendor")
      try write(usb.product, above + "/idProduct")
      try write("Maker", above + "/manufacturer")
      try write("Microphone \(number)", above + "/product")
      if let serial = usb.serial { try write(serial, above + "/serial") }
    }
    let link = folder.url.appending(path: "class/sound/card\(number)")
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "class/sound"), withIntermediateDirectories: true)
    let card = folder.url.appending(path: "\(device)/sound/card\(number)")
    try FileManager.default.createSymbolicLink(
      at: card.appending(path: "device"), withDestinationURL: folder.url.appending(path: device))
    try? FileManager.default.removeItem(at: link)
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: card)
  }

  private func alsaName(_ name: String) throws -> String {
    try SoundCards(system: folder.url.path).alsaName(of: DeviceName(name))
  }

  @Test func `a card is found by vendor and product, serial number, port or id`() throws {
    try attach(card: 0, id: "PCH", usb: nil)
    try attach(card: 1, id: "Device", usb: ("0d8c", "0014", nil, "1-1.2"))
    try attach(card: 3, id: "AudioMoth", usb: ("16d0", "06f3", "24F319055FDF2902", "1-1.3"))
    try attach(card: 4, id: "AudioMoth_1", usb: ("16d0", "06f3", "24F319055FDF2A11", "1-1.4"))
    for (name, found) in [
      ("usb:0d8c:0014", "hw:1,0"),
      ("usb:16d0:06f3:24F319055FDF2A11", "hw:4,0"), ("port:1-1.4", "hw:4,0"),
      ("port:1-1.2,1", "hw:1,1"), ("card:PCH", "hw:0,0"), ("card:AudioMoth_1,2", "hw:4,2"),
      ("plughw:9", "plughw:9"), ("default", "default"),
    ] {
      #expect(try alsaName(name) == found, "\(name)")
    }
    let cards = SoundCards(system: folder.url.path).attached
    #expect(cards.map(\.number) == [0, 1, 3, 4])
    #expect(
      cards.map(\.name) == [
        "PCH", "Maker Microphone 1", "Maker Microphone 3", "Maker Microphone 4",
      ])
    #expect(
      cards[2].names().map(\.description) == [
        "usb:16d0:06f3:24F319055FDF2902", "port:1-1.3", "card:AudioMoth",
      ])
    for card in cards {
      for name in card.names() { #expect(try alsaName("\(name)") == "hw:\(card.number),0") }
    }
  }

  @Test func `the same device under another number is found by the same name`() throws {
    try attach(card: 1, id: "Device", usb: ("0d8c", "0014", "A1", "1-1.2"))
    #expect(try alsaName("usb:0d8c:0014:A1") == "hw:1,0")
    try FileManager.default.removeItem(at: folder.url)
    try attach(card: 5, id: "Device", usb: ("0d8c", "0014", "A1", "1-1.2"))
    #expect(try alsaName("usb:0d8c:0014:A1") == "hw:5,0")
    #expect(try alsaName("port:1-1.2") == "hw:5,0")
  }

  @Test func `a name that two devices have is refused, and listed are those that only one has`()
    throws
  {
    try attach(card: 1, id: "Device", usb: ("0d8c", "0014", nil, "1-1.2"))
    #expect(try alsaName("usb:0d8c:0014") == "hw:1,0", "alone it is enough")
    try attach(card: 2, id: "Device_1", usb: ("0d8c", "0014", nil, "1-1.3"))
    try attach(card: 3, id: "AudioMoth", usb: ("16d0", "06f3", "24F319055FDF2902", "1-1.4"))
    try attach(card: 4, id: "AudioMoth_1", usb: ("16d0", "06f3", "24F319055FDF2A11", "1-1.5"))
    // Makers give all that they make the same serial number.
    try attach(card: 5, id: "Mic", usb: ("1234", "0001", "0000", "1-2.1"))
    try attach(card: 6, id: "Mic_1", usb: ("1234", "0001", "0000", "1-2.2"))
    for (name, message) in [
      (
        "usb:0d8c:0014",
        """
        usb:0d8c:0014: is the name of 2 devices that are attached. Give one that only one has: \
        port:1-1.2 or port:1-1.3.
        """
      ),
      (
        "usb:0d8c:0014,1",
        """
        usb:0d8c:0014,1: is the name of 2 devices that are attached. Give one that only one has: \
        port:1-1.2,1 or port:1-1.3,1.
        """
      ),
      (
        "usb:16d0:06f3",
        """
        usb:16d0:06f3: is the name of 2 devices that are attached. Give one that only one has: \
        usb:16d0:06f3:24F319055FDF2902 or usb:16d0:06f3:24F319055FDF2A11.
        """
      ),
      (
        "usb:1234:0001:0000",
        """
        usb:1234:0001:0000: is the name of 2 devices that are attached. Give one that only one has: \
        port:1-2.1 or port:1-2.2.
        """
      ),
    ] {
      let error = #expect(throws: CaptureError.self) { try alsaName(name) }
      #expect(error?.description == message)
    }
    for entry in ["pcmC1D0c", "pcmC1D0p", "pcmC2D0c", "pcmC2D1c", "pcmC3D0c", "pcmC5D0c"] {
      try write("", "class/sound/\(entry)")
    }
    let devices = SoundCards(system: folder.url.path).devices
    #expect(
      devices.map(\.device.description) == [
        "port:1-1.2", "port:1-1.3", "port:1-1.3,1", "usb:16d0:06f3:24F319055FDF2902", "port:1-2.1",
      ])
    #expect(devices.first?.name == "Maker Microphone 1")
    for (device, _) in devices { #expect(throws: Never.self) { try alsaName(device.description) } }
  }

  @Test func `an absent device is told with those that are there`() throws {
    try attach(card: 1, id: "Device", usb: ("0d8c", "0014", nil, "1-1.2"))
    let error = #expect(throws: CaptureError.self) { try alsaName("usb:1234:5678") }
    #expect(error?.description == "usb:1234:5678: is not attached. Attached are usb:0d8c:0014.")
    let none = #expect(throws: CaptureError.self) {
      try SoundCards(system: "/nowhere").alsaName(of: DeviceName("card:X"))
    }
    #expect(none?.description.contains("No device that records") == true)
  }

  @Test(arguments: [
    "", "usb:", "usb:0d8c", "usb:d8c:0014", "usb:0d8c:00zz", "usb:0d8c:0014:", "port:", "port:abc",
    "port:12", "card:", "card:X,", "card:X,64", "card:X,-1",
  ])
  func `what names no device is refused`(text: String) {
    #expect(throws: CaptureError.self) { try DeviceName(text) }
  }

  @Test func `names are written as they are read`() throws {
    for text in [
      "usb:0d8c:0014", "usb:0d8c:0014:A:B", "usb:000a:0014:S,3", "port:1-1.2", "port:3-4,1",
      "card:Device", "card:Device,2", "default", "hw:1,0", "plughw:CARD=Device,DEV=0",
    ] {
      #expect(try DeviceName(text).description == text)
    }
  }
}
