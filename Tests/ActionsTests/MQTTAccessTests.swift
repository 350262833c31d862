import Foundation
import TestSupport
import Testing

@testable import Actions

/// Passwords and certificates.
@Suite(.needsBroker) struct MQTTAccessTests {
  private let ground: BrokerGround

  init() throws { ground = try BrokerGround() }

  @Test func `a wrong password is told, and nothing is lost until it is put right`() throws {
    let broker = try LocalBroker(
      "allow_anonymous false\npassword_file FOLDER/passwords")
    try setPassword("right", in: broker)
    try broker.start()
    var settings = ground.settings(broker.port)
    settings.user = "station"
    settings.password = "wrong"
    let reports = Collected<ActionReport>()
    let refused = ground.dispatcher(try MQTTTarget(settings)) { reports.add($0) }
    ground.announce(0..<5, to: refused)
    #expect(eventually { !reports.all.isEmpty })
    #expect(
      reports.all.first?.text
        == "mqtt: 127.0.0.1:\(broker.port): the broker refuses the connection: not authorised.")
    #expect(eventually { refused.counts[0].counts.waiting == 5 })
    refused.stop(within: 10)
    settings.password = "right"
    let allowed = ground.dispatcher(try MQTTTarget(settings))
    #expect(eventually { allowed.counts[0].counts.sent == 5 })
    allowed.stop(within: 10)
  }

  private func setPassword(_ password: String, in broker: LocalBroker) throws {
    let process = try Process.run(
      URL(filePath: "/usr/bin/mosquitto_passwd"),
      arguments: ["-b", "-c", broker.folder.path("passwords"), "station", password])
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test
  func `TLS is spoken with a broker whose certificate is signed by the given authority alone`()
    throws
  {
    let broker = try LocalBroker(
      "allow_anonymous true\ncertfile FOLDER/server.pem\nkeyfile FOLDER/server.key")
    try makeCertificates(in: broker.folder)
    try broker.start()
    var settings = ground.settings(broker.port)
    settings.security = .authority(path: broker.folder.path("ca.pem"))
    let trusted = ground.dispatcher(try MQTTTarget(settings))
    ground.announce(0..<3, to: trusted)
    #expect(eventually { trusted.counts[0].counts.sent == 3 })
    trusted.stop(within: 10)

    settings.security = .authority(path: broker.folder.path("other.pem"))
    let untrusted = ground.dispatcher(try MQTTTarget(settings))
    ground.announce(3..<6, to: untrusted)
    #expect(
      eventually {
        untrusted.counts[0].counts.lastError?.contains("certificate verify failed") == true
      }, "\(untrusted.counts)")
    untrusted.stop(within: 10)

    settings.security = .authority(path: "/no/such.pem")
    let missing = ground.dispatcher(try MQTTTarget(settings))
    #expect(
      eventually {
        missing.counts[0].counts.lastError == "/no/such.pem: cannot be read."
      })
    missing.stop(within: 10)

    // Of a connection that does not come about, OpenSSL takes the reason away.
    broker.stop(SIGKILL)
    settings.security = .authority(path: broker.folder.path("ca.pem"))
    let alone = ground.dispatcher(try MQTTTarget(settings))
    #expect(
      eventually {
        alone.counts[0].counts.lastError == "127.0.0.1:\(broker.port): the connection broke."
      }, "\(alone.counts)")
    alone.stop(within: 10)
  }

  private func makeCertificates(in folder: TemporaryFolder) throws {
    let script = """
      set -e; cd "$1"
      for name in ca other; do
        openssl req -x509 -newkey rsa:2048 -nodes -keyout $name.key -out $name.pem -subj /CN=$name -days 2
      done
      openssl req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj /CN=127.0.0.1
      echo subjectAltName=IP:127.0.0.1 > names
      openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 \
        -extfile names -out server.pem
      """
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", script, "sh", folder.url.path]
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }
}
