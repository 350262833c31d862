import CMosquitto
import Foundation
import Threading

/// One connection to a broker, from the first packet to the last; for the next try another is made.
///
/// It has no thread: whoever owns it calls ``turn(_:for:)``, and only within that, and within
/// ``publish(_:to:isRetained:)``, does libmosquitto call back. So nothing here is reached by two threads.
@safe final class BrokerConnection {
  /// What libmosquitto told, until it is taken.
  private final class Events {
    var answer: CInt?
    var acknowledged: [CInt] = []
    var said: String?
  }

  private let client: OpaquePointer
  private let events = Events()
  private let place: String
  private let usesTLS: Bool
  /// Turns in a row in which the other side was gone and libmosquitto did not say so.
  private var hangUps = 0

  private static let isReady: Bool = mosquitto_lib_init() == MOSQ_ERR_SUCCESS.code

  /// Begins to connect; a name is looked up at once, and nothing else waited for.
  /// - Throws: ``ActionError/broker(host:reason:)``, ``ActionError/brokerSetting(_:reason:)``.
  init(_ settings: MQTTSettings) throws(ActionError) {
    // The context is valid as long as the client, which calls back only while this value lives: `deinit`
    // ends the client before `events` goes.
    let context = unsafe Unmanaged.passUnretained(events).toOpaque()
    guard Self.isReady, let client = unsafe mosquitto_new(settings.clientID, true, context) else {
      throw .broker(host: settings.place, reason: "libmosquitto cannot be used")
    }
    unsafe self.client = client
    place = settings.place
    usesTLS = settings.security != .none
    unsafe Self.setCallbacks(client)
    try setUp(settings)
    let code = unsafe mosquitto_connect_async(
      client, settings.host, CInt(settings.port), CInt(settings.keepAlive))
    try check(code)
  }

  deinit {
    unsafe mosquitto_destroy(client)
    withExtendedLifetime(events) {}
  }

  private static func setCallbacks(_ client: OpaquePointer) {
    unsafe mosquitto_connect_callback_set(client) { _, context, code in
      unsafe BrokerConnection.events(context)?.answer = code
    }
    unsafe mosquitto_publish_callback_set(client) { _, context, message in
      unsafe BrokerConnection.events(context)?.acknowledged.append(message)
    }
    unsafe mosquitto_log_callback_set(client) { _, context, level, text in
      guard level == MOSQ_LOG_ERR, let text = unsafe text else { return }
      unsafe BrokerConnection.events(context)?.said = String(cString: text)
    }
  }

  private static func events(_ context: UnsafeMutableRawPointer?) -> Events? {
    guard let context = unsafe context else { return nil }
    return unsafe Unmanaged<Events>.fromOpaque(context).takeUnretainedValue()
  }

  private func setUp(_ settings: MQTTSettings) throws(ActionError) {
    let offline = Array("offline".utf8)
    try check(
      unsafe mosquitto_will_set(
        client, settings.topic + "/status", CInt(offline.count), offline, 1, true))
    if let user = settings.user {
      try check(unsafe mosquitto_username_pw_set(client, user, settings.password))
    }
    switch settings.security {
    case .none: break
    case .systemAuthorities:
      try check(unsafe mosquitto_int_option(client, MOSQ_OPT_TLS_USE_OS_CERTS, 1))
    case .authority(let path):
      // libmosquitto asks for a password on the terminal where a file is not there.
      guard FileManager.default.isReadableFile(atPath: path) else {
        throw .brokerSetting(path, reason: "cannot be read")
      }
      try check(unsafe mosquitto_tls_set(client, path, nil, nil, nil, nil))
    }
  }

  /// The one place that reads libmosquitto's codes.
  private func check(_ code: CInt) throws(ActionError) {
    guard code != MOSQ_ERR_SUCCESS.code else { return }
    // It must be read before anything else is called.
    let system = errno
    // What the broker says tells more than that it says no.
    _ = try isConnected()
    let words: String
    switch code {
    case MOSQ_ERR_ERRNO.code: words = reason(system)
    case MOSQ_ERR_EAI.code: words = "the broker's name is not known here"
    case MOSQ_ERR_TLS.code: words = "TLS: \(events.said ?? "not to be agreed on")"
    case MOSQ_ERR_CONN_LOST.code: words = "the connection broke"
    case MOSQ_ERR_KEEPALIVE.code: words = "the broker fell silent"
    default:
      words = unsafe mosquitto_strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    }
    throw .broker(host: place, reason: Self.plain(words))
  }

  /// Whether the broker has let us in.
  /// - Throws: ``ActionError/broker(host:reason:)`` if it refused to.
  func isConnected() throws(ActionError) -> Bool {
    guard let answer = events.answer else { return false }
    guard answer == 0 else {
      let words =
        unsafe mosquitto_connack_string(answer).map { unsafe String(cString: $0) } ?? "\(answer)"
      throw .broker(host: place, reason: Self.refusal(words))
    }
    return true
  }

  /// The library's "Connection Refused: not authorised."
  private static func refusal(_ words: String) -> String {
    let cause = words.split(separator: ": ").last.map(String.init) ?? words
    return "the broker refuses the connection: " + plain(cause)
  }

  private static func plain(_ words: String) -> String {
    words.trimmingCharacters(in: CharacterSet(charactersIn: ". \n"))
  }

  /// Hands a message over, to arrive at least once.
  /// - Returns: Its number in ``takeAcknowledged()``.
  func publish(_ payload: Data, to topic: String, isRetained: Bool) throws(ActionError) -> CInt {
    var number: CInt = 0
    let bytes = Array(payload)
    try check(
      unsafe mosquitto_publish(client, &number, topic, CInt(bytes.count), bytes, 1, isRetained))
    return number
  }

  /// The messages that the broker has acknowledged since this was asked last.
  func takeAcknowledged() -> [CInt] {
    defer { events.acknowledged = [] }
    return events.acknowledged
  }

  /// Says goodbye, so that the broker does not publish the last will.
  func disconnect() { _ = unsafe mosquitto_disconnect(client) }

  /// Waits until there is something to do, or the bell rings, and does it.
  /// - Throws: ``ActionError/broker(host:reason:)`` when the connection is over.
  func turn(_ bell: Bell, for duration: Duration) throws(ActionError) {
    let socket = unsafe mosquitto_socket(client)
    guard socket >= 0 else { throw .broker(host: place, reason: "the connection broke") }
    let wantsWrite = unsafe mosquitto_want_write(client)
    var requests = [
      pollfd(fd: socket, events: CShort(POLLIN) | (wantsWrite ? CShort(POLLOUT) : 0), revents: 0),
      pollfd(fd: bell.descriptor, events: CShort(POLLIN), revents: 0),
    ]
    _ = unsafe poll(&requests, 2, duration.pollMilliseconds)
    if requests[1].revents != 0 { bell.hear() }
    let happened = requests[0].revents
    if happened & CShort(POLLERR) != 0 { try failed(socket) }
    if happened & CShort(POLLIN | POLLHUP) != 0 {
      try check(unsafe mosquitto_loop_read(client, 1))
      // While TLS is being agreed on, libmosquitto takes a closed connection for a slow one.
      hangUps = happened & CShort(POLLHUP) != 0 ? hangUps + 1 : 0
      if hangUps > 100 { throw .broker(host: place, reason: "the connection broke") }
    }
    if happened & CShort(POLLOUT) != 0 { try check(unsafe mosquitto_loop_write(client, 1)) }
    try check(unsafe mosquitto_loop_misc(client))
  }

  /// Why a socket failed, which libmosquitto does not tell.
  private func failed(_ socket: CInt) throws(ActionError) {
    var code: CInt = 0
    var size = socklen_t(MemoryLayout<CInt>.size)
    _ = unsafe getsockopt(socket, SOL_SOCKET, SO_ERROR, &code, &size)
    throw .broker(
      host: place, reason: code == 0 ? "the connection broke" : Actions.reason(code))
  }
}

extension mosq_err_t {
  /// libmosquitto returns as `int` what it declares as an enumeration.
  fileprivate var code: CInt { CInt(rawValue) }
}
