import ArgumentParser
import AudioCapture

extension DoctorCommand {
  struct Audio: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "audio",
      abstract: "List the devices that record, by names that last, and what each can do.",
      discussion: """
        A name that begins with usb: or port: finds its device again whatever number it has after the \
        next start. Of two microphones alike without serial numbers only the ports differ. Other names are ALSA's own: with them these devices are not listed, but asked.
        """)

    @Argument(help: "Names of devices to ask; without one, all that are attached.")
    var devices: [String] = []

    func run() throws {
      let cards = SoundCards()
      var table = Table([
        ("device", .left), ("name", .left), ("channels", .left), ("samples", .left),
        ("rates, Hz", .left),
      ])
      let names =
        devices.isEmpty
        ? cards.devices.map { ($0.device.description, $0.name) } : devices.map { ($0, "") }
      guard !names.isEmpty else {
        throw UsageError(
          "no device that records is attached. Check its plug; `arecord -l` lists what ALSA sees.")
      }
      var problems: [String] = []
      for (device, name) in names {
        do throws(CaptureError) {
          let range = try CaptureRange(ofDevice: cards.alsaName(of: DeviceName(device)))
          table.add([
            device, name, range.channelsInWords.replacing(" channels", with: ""),
            range.samples.map(\.rawValue).joined(separator: " "),
            range.rates.map(String.init).joined(separator: " "),
          ])
        } catch {
          table.add([device, name, "?", "?", "?"])
          problems.append(error.description)
        }
      }
      try Terminal.print(table.lines)
      guard problems.isEmpty else { throw UsageError(problems.joined(separator: "\n")) }
    }
  }
}
