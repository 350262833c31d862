/// The topologies of the zoo's ten classifiers.
///
/// Source: `NAME.json` beside the networks at ``PublishedNet/origin``, also `mcunet/assets/configs/` of
/// github.com/mit-han-lab/tinyml at commit e899b1b; MIT HAN Lab, MIT licence. `PublishedTopologyTests`
/// holds these against those files.
extension PublishedNet {
  /// What it is made of; `nil` for the person detector, which is no chain of blocks.
  public var topology: NetTopology? { Self.topologies[name] }

  private static let topologies: [String: NetTopology] = [
    "mbv2-w0.35": NetTopology(
      side: 144, stem: 16, mix: 448, classCount: 1000,
      blocks: """
        3x1:16>8 3x2:48>8 3x1:48>8 3x2:48>16 3x1:96>16 3x1:96>16 3x2:96>24 3x1:144>24 \
        3x1:144>24 3x1:144>24 3x1:144>32 3x1:192>32 3x1:192>32 3x2:192>56 3x1:336>56 \
        3x1:336>56 3x1:336>112
        """),
    "proxyless-w0.3": NetTopology(
      side: 176, stem: 16, mix: 384, classCount: 1000,
      blocks: """
        3x1:16>8 5x2:24>16 3x1:48>16 7x2:48>16 3x1:48>16 5x1:48>16 5x1:48>16 7x2:96>24 \
        5x1:72>24 5x1:72>24 5x1:72>24 5x1:144>32 5x1:96>32 5x1:96>32 5x1:96>32 7x2:192>64 \
        7x1:384>64 7x1:192>64 7x1:192>64 7x1:384>96
        """),
    "mcunet-in0": NetTopology(
      side: 48, stem: 24, mix: nil, classCount: 1000,
      blocks: """
        3x1:24>16 5x2:64>16 3x1:48>16 3x1:64>16 7x2:80>24 5x1:96>24 5x1:120>24 7x2:120>48 \
        5x1:192>48 3x1:240>56 5x1:224>56 3x1:280>56 3x2:336>112 5x1:448>112 3x1:672>192
        """),
    "mcunet-in1": NetTopology(
      side: 96, stem: 16, mix: nil, classCount: 1000,
      blocks: """
        3x1:16>8 3x2:32>16 3x1:48>16 7x2:48>24 3x1:120>24 3x2:120>40 7x1:160>40 5x1:160>48 \
        3x1:144>48 3x1:192>48 7x2:240>96 5x1:384>96 5x1:384>96 3x1:576>160
        """),
    "mcunet-in2": NetTopology(
      side: 160, stem: 16, mix: nil, classCount: 1000,
      blocks: """
        3x1:16>8 5x2:24>16 7x1:96>16 3x1:80>16 5x1:80>16 3x2:80>24 7x1:144>24 5x1:144>24 \
        7x2:96>40 5x1:200>40 3x1:200>48 5x1:240>48 3x1:192>48 5x2:288>96 5x1:384>96 \
        5x1:288>96 3x1:384>96 5x1:480>160
        """),
    "mcunet-in3": NetTopology(
      side: 176, stem: 16, mix: nil, classCount: 1000,
      blocks: """
        3x1:16>8 7x2:24>16 3x1:80>16 7x1:80>16 5x1:64>16 5x2:80>24 5x1:120>24 5x1:120>24 \
        3x2:120>40 7x1:240>40 5x1:160>40 5x1:200>48 7x1:240>48 3x1:240>48 3x2:288>96 \
        7x1:480>96 3x1:384>96 7x1:480>160
        """),
    "mcunet-in4": NetTopology(
      side: 160, stem: 32, mix: nil, classCount: 1000,
      blocks: """
        3x1:32>16 7x2:48>24 3x1:120>24 5x1:96>24 7x2:120>40 3x1:160>40 7x1:160>40 \
        7x2:120>80 3x1:240>80 7x1:240>80 3x1:320>96 5x1:288>96 5x1:288>96 7x2:384>192 \
        7x1:576>192 5x1:576>192 5x1:768>320
        """),
    "mcunet-vww0": NetTopology(
      side: 64, stem: 16, mix: nil, classCount: 2,
      blocks: """
        3x1:16>8 5x2:48>16 3x1:64>16 3x2:80>24 3x1:96>24 3x1:96>24 3x2:120>40 3x1:160>40 \
        7x1:120>40 3x1:120>48 3x1:192>48 7x2:240>96 5x1:480>96 7x1:384>160
        """),
    "mcunet-vww1": NetTopology(
      side: 80, stem: 16, mix: nil, classCount: 2,
      blocks: """
        3x1:16>8 3x2:48>16 3x1:48>16 3x1:48>16 7x2:48>24 3x1:144>24 5x1:120>24 7x2:144>40 \
        7x1:240>40 3x1:240>48 3x1:192>48 5x2:240>96 3x1:480>96 3x1:384>96 7x1:288>160
        """),
    "mcunet-vww2": NetTopology(
      side: 144, stem: 16, mix: nil, classCount: 2,
      blocks: """
        3x1:16>8 3x2:24>16 3x1:80>16 5x1:96>16 3x1:48>16 7x2:80>24 5x1:96>24 3x1:96>24 \
        7x1:144>24 3x2:144>40 7x1:240>40 5x1:160>40 3x1:200>40 5x1:200>48 5x1:144>48 \
        3x1:192>48 5x1:144>48 3x2:192>96 5x1:480>96 5x1:384>96 3x1:384>96 3x1:480>160
        """),
  ]
}
