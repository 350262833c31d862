public import Foundation

/// JSON in and out; what is decoded has been checked.
extension FrontEndSettings {
  /// - Throws: ``FrontEndError`` that names the key.
  public init(json: Data) throws(FrontEndError) {
    do {
      self = try JSONDecoder().decode(Self.self, from: json)
    } catch let error as FrontEndError {
      throw error
    } catch let error as DecodingError {
      throw FrontEndError(error)
    } catch {
      throw .notJSON(reason: "\(error)")
    }
  }

  // No CodingKeys here is private where encode(to:) is derived, in the file of the type: Swift 6.3's
  // debug build fails on that.
  enum CodingKeys: CodingKey, CaseIterable {
    case sampleRate, frameLength, fftLength, hop, window, mel, compression, normalisation, image
  }

  /// - Throws: ``FrontEndError`` that names the key.
  public init(from decoder: any Decoder) throws {
    do {
      let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
      self.init(
        sampleRate: try container.wholeNumber(forKey: .sampleRate),
        frameLength: try container.wholeNumber(forKey: .frameLength),
        fftLength: try container.wholeNumber(forKey: .fftLength),
        hop: try container.wholeNumber(forKey: .hop),
        window: try container.decode(WindowFunction.self, forKey: .window),
        mel: try container.decode(Mel.self, forKey: .mel),
        compression: try container.decode(Compression.self, forKey: .compression),
        normalisation: try container.decode(Normalisation.self, forKey: .normalisation),
        image: try container.decode(Image.self, forKey: .image))
    } catch let error as DecodingError {
      throw FrontEndError(error)
    }
    try validate()
  }
}

extension FrontEndSettings.Mel {
  enum CodingKeys: CodingKey, CaseIterable {
    case bands, lowest, highest, scale, norm
  }

  /// The keys are the properties' names, and each is required.
  /// - Throws: ``FrontEndError`` for a key that no setting has, or a number that is not whole;
  ///   `DecodingError` for a key that is missing or of another type.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    self.init(
      bands: try container.wholeNumber(forKey: .bands),
      lowest: try container.decode(Double.self, forKey: .lowest),
      highest: try container.decode(Double.self, forKey: .highest),
      scale: try container.decode(MelScale.self, forKey: .scale),
      norm: try container.decode(MelNorm.self, forKey: .norm))
  }
}

extension FrontEndSettings.Image {
  enum CodingKeys: CodingKey, CaseIterable {
    case columns, height, width, channels, fit, lowestBand
  }

  /// The keys are the properties' names, and each is required.
  /// - Throws: ``FrontEndError`` for a key that no setting has, or a number that is not whole;
  ///   `DecodingError` for a key that is missing or of another type.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    self.init(
      columns: try container.wholeNumber(forKey: .columns),
      height: try container.wholeNumber(forKey: .height),
      width: try container.wholeNumber(forKey: .width),
      channels: try container.wholeNumber(forKey: .channels),
      fit: try container.decode(ImageFit.self, forKey: .fit),
      lowestBand: try container.decode(BandOrder.self, forKey: .lowestBand))
  }
}
