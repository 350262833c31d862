import Crypto

/// The SHA-256 of `bytes` in lower-case hexadecimal, as golden files record it.
public func sha256(_ bytes: [UInt8]) -> String {
  SHA256.hash(data: bytes).map { byte in
    let digits = String(byte, radix: 16)
    return digits.count == 2 ? digits : "0" + digits
  }.joined()
}
