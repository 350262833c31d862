import CInt8Kernels
import Foundation

// Sendable although it holds a pointer: to constants of the program.
/// The inner loops that a model runs on: the plain ones in Swift, which define every byte, or a set
/// for one kind of CPU, which computes the same bytes faster.
@safe public struct KernelSet: Sendable, Hashable, CustomStringConvertible {
  /// As ``named(_:)`` takes it: `plain`, `avx2`, `avx-vnni`, `avx-512-vnni`, `neon`,
  /// `neon-dot-product`.
  public let name: String
  nonisolated(unsafe) let functions: UnsafePointer<int8_kernels>?

  /// The kernels in Swift, on every CPU.
  public static let plain = unsafe KernelSet(label: "plain", functions: nil)

  /// The sets that this CPU can run, the fastest first; the last is ``plain``.
  public static let available: [KernelSet] = {
    var sets = unsafe [UnsafePointer<int8_kernels>?](repeating: nil, count: Int(INT8_MOST_SETS))
    let count = unsafe int8_kernel_sets(&sets)
    return unsafe sets.prefix(Int(count)).compactMap(\.self).map { functions in
      let label = unsafe String(cString: functions.pointee.name)
      return unsafe KernelSet(label: label, functions: functions)
    } + [plain]
  }()

  /// The set that the environment variable `EARSHOT_KERNELS` asks for; nothing checks that there is one.
  public static let wish = ProcessInfo.processInfo.environment["EARSHOT_KERNELS"]

  /// The set that ``wish`` names, else the fastest.
  public static let preferred = wish.flatMap(named) ?? available[0]

  /// - Returns: `nil` for a set that this CPU cannot run, or that does not exist.
  public static func named(_ name: String) -> KernelSet? {
    available.first { $0.name == name.lowercased() }
  }

  public var description: String { name }

  init(label: String, functions: UnsafePointer<int8_kernels>?) {
    name = String(label.lowercased().map { $0 == " " ? "-" : $0 })
    unsafe self.functions = functions
  }

  /// By name: a program has one set of each.
  public static func == (left: Self, right: Self) -> Bool { left.name == right.name }

  /// Of the name, as `==` compares.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
