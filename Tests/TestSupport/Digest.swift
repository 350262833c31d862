import ContentDigest

/// The SHA-256 of `bytes` in lower-case hexadecimal, as golden files record it.
public func sha256(_ bytes: [UInt8]) -> String { SHA256.hexadecimal(of: bytes) }

/// Two lower-case digits for each byte.
public func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  bytes.map { byte in
    let digits = String(byte, radix: 16)
    return digits.count == 2 ? digits : "0" + digits
  }.joined()
}
