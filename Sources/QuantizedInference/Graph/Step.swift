/// One operator in the order of execution, with what is left to do for it when the model runs.
struct Step: Sendable {
  enum Work: Sendable, Hashable {
    /// The kernel runs.
    case run
    /// The output is its operand byte for byte and lies in the same place.
    case share
    /// The consumers compute as if the output were there; it is made only to be looked at.
    case imagine
    /// The rows of the output exist one after the other while a later operator runs, which is a chain that
    /// this one belongs to.
    case stream
    /// The kernel runs when the network's input is given, which then needs no memory here.
    case takeInput
    /// The output was known when the model was loaded.
    case constant
  }

  var kernel: any Kernel
  /// Indices of the tensors that the kernel reads, in the kernel's order.
  var operands: [Int]
  let output: Int
  var work: Work
}
