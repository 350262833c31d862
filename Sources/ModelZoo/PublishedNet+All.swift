extension PublishedNet {
  /// All, in the order of the project's tables, whose figures they have.
  ///
  /// Source: `README.md` of github.com/mit-han-lab/mcunet at commit 0dedab5, "Model List"; the sides of
  /// the pictures from the networks' configurations. The digests are those of the files that earshot's
  /// engine was held to LiteRT with.
  public static let all = [
    PublishedNet(
      name: "mbv2-w0.35", upstreamName: "mbv2-w0.35-r144_imagenet", task: .imageNet, width: 144,
      height: 144,
      figures: Figures(
        megaMACs: 23.5, megaParameters: 0.75, sram: 308, flash: 862, floatTop1: 49.7, int8Top1: 49.0
      ),
      digest: nil),
    PublishedNet(
      name: "proxyless-w0.3", upstreamName: "proxyless-w0.3-r176_imagenet", task: .imageNet,
      width: 176, height: 176,
      figures: Figures(
        megaMACs: 38.3, megaParameters: 0.75, sram: 292, flash: 892, floatTop1: 57.0, int8Top1: 56.2
      ),
      digest: nil),
    PublishedNet(
      name: "mcunet-in0", upstreamName: "mcunet-10fps_imagenet", task: .imageNet, width: 48,
      height: 48,
      figures: Figures(
        megaMACs: 6.4, megaParameters: 0.75, sram: 266, flash: 889, floatTop1: 41.5, int8Top1: 40.4),
      digest: nil),
    PublishedNet(
      name: "mcunet-in1", upstreamName: "mcunet-5fps_imagenet", task: .imageNet, width: 96,
      height: 96,
      figures: Figures(
        megaMACs: 12.8, megaParameters: 0.64, sram: 307, flash: 992, floatTop1: 51.5, int8Top1: 49.9
      ),
      digest: nil),
    PublishedNet(
      name: "mcunet-in2", upstreamName: "mcunet-256kb-1mb_imagenet", task: .imageNet, width: 160,
      height: 160,
      figures: Figures(
        megaMACs: 67.3, megaParameters: 0.73, sram: 242, flash: 878, floatTop1: 60.9, int8Top1: 60.3
      ),
      digest: "38c5d0794fa40196cb5c8da4fc64b116a33f448f3db721458916b54b1e4a11fb"),
    PublishedNet(
      name: "mcunet-in3", upstreamName: "mcunet-320kb-1mb_imagenet", task: .imageNet, width: 176,
      height: 176,
      figures: Figures(
        megaMACs: 81.8, megaParameters: 0.74, sram: 293, flash: 897, floatTop1: 62.2, int8Top1: 61.8
      ),
      digest: "780563f544bccba413b1ee4e051159996ac8b5be39eba8bb38761a51b58a07d1"),
    PublishedNet(
      name: "mcunet-in4", upstreamName: "mcunet-512kb-2mb_imagenet", task: .imageNet, width: 160,
      height: 160,
      figures: Figures(
        megaMACs: 125.9, megaParameters: 1.73, sram: 456, flash: 1876, floatTop1: 68.4,
        int8Top1: 68.0),
      digest: "1ad36261efdc5185d5236e7f8306a9481d9044c56cbb72f9230fbc67ba13545e"),
    PublishedNet(
      name: "mcunet-vww0", upstreamName: "mcunet-10fps_vww", task: .visualWakeWords, width: 64,
      height: 64,
      figures: Figures(
        megaMACs: 6.0, megaParameters: 0.37, sram: 146, flash: 617, floatTop1: 87.4, int8Top1: 87.3),
      digest: "4676b97e2fe775929b1538446a120173ab0e1a0f94a1d81e7322f09fee9b3d1d"),
    PublishedNet(
      name: "mcunet-vww1", upstreamName: "mcunet-5fps_vww", task: .visualWakeWords, width: 80,
      height: 80,
      figures: Figures(
        megaMACs: 11.6, megaParameters: 0.43, sram: 162, flash: 689, floatTop1: 88.9, int8Top1: 88.9
      ),
      digest: "d878916e93f59e63949ce9b8e1a585382d466d3b94d751b9f1628a7753e03c24"),
    PublishedNet(
      name: "mcunet-vww2", upstreamName: "mcunet-320kb-1mb_vww", task: .visualWakeWords, width: 144,
      height: 144,
      figures: Figures(
        megaMACs: 55.8, megaParameters: 0.64, sram: 311, flash: 897, floatTop1: 91.7, int8Top1: 91.8
      ),
      digest: "5180674a058b7c7b627a4142b4c6b194382e6df05ad8c8eb40a86aab8c1c7986"),
    PublishedNet(
      name: "person-det", upstreamName: "person-det", task: .personDetection, width: 160,
      height: 128,
      figures: nil,
      digest: "ceb419a25d1f807e4a2480cb93f75e7d18fc6f147fc0addbf9288da8a957449a"),
  ]
}
