extension DetectionRule {
  /// Checks the rule against a model and the windows it is run on.
  /// - Parameters:
  ///   - classes: The model's classes, in the order of its outputs.
  ///   - floor: Windows in which no class has at least this score are not stored, and so may be
  ///     missing when the rule runs; 0 if all are there.
  /// - Throws: The first thing found that no input could satisfy.
  public func resolved(
    for classes: [DetectableClass], grid: WindowGrid, floor: Float = 0
  ) throws(DetectionError) -> ResolvedRule {
    let names = ClassNames(classes.map(\.taxon))
    let own = try settingsByClass(names, classes)
    let excluded = try excludedClasses(names, classes)
    let allowed = try weeks(of: allowed, names, classes) { _, _ in }
    let ignored = try weeks(of: ignored, names, classes) { index, place throws(DetectionError) in
      guard classes[index].taxon.kind != .human else {
        throw .humanExcluded(classes[index].taxon.commonName, where: place)
      }
    }

    var rules: [ResolvedRule.ClassRule] = []
    for (index, described) in classes.enumerated() {
      let isHuman = described.taxon.kind == .human
      let general = isHuman ? Settings() : general
      let settings = (own[index] ?? Settings()).inheriting(general)
      // A setting that is made for all is not to be looked for at the first that it does not suit.
      let subject =
        own[index] == nil && general != Settings() ? "every species" : described.taxon.commonName
      var rule = try settings.checked(for: described, subject, grid: grid, floor: floor)
      rule.isExcluded = excluded.contains(index)
      if !isHuman {
        rule.allowedWeeks = allowed.map { $0[index] ?? .none } ?? .all
        rule.ignoredWeeks = ignored?[index] ?? .none
      }
      rules.append(rule)
    }
    let species = rules.filter { $0.taxon.kind == .species }
    guard species.isEmpty || species.contains(where: \.canBeDetected) else { throw .nothingLeft }
    return ResolvedRule(classes: rules)
  }

  private func settingsByClass(
    _ names: ClassNames, _ classes: [DetectableClass]
  ) throws(DetectionError) -> [Int: Settings] {
    var own: [Int: Settings] = [:]
    let place = "settings of single species"
    // Sorted, so that of two errors always the same one is told.
    for (name, settings) in species.sorted(by: { $0.key < $1.key }) {
      for index in try names.indices(of: name, in: place) {
        guard classes[index].taxon.kind != .background else {
          throw .backgroundIsNoEvent(name, where: place)
        }
        guard own.updateValue(settings, forKey: index) == nil else {
          throw .namedTwice(classes[index].taxon.commonName, where: place)
        }
      }
    }
    return own
  }

  private func excludedClasses(
    _ names: ClassNames, _ classes: [DetectableClass]
  ) throws(DetectionError) -> Set<Int> {
    var indices: Set<Int> = []
    let place = "excluded species"
    for name in excluded {
      for index in try names.indices(of: name, in: place) {
        switch classes[index].taxon.kind {
        case .species: indices.insert(index)
        case .human: throw .humanExcluded(name, where: place)
        case .background: throw .backgroundIsNoEvent(name, where: place)
        }
      }
    }
    return indices
  }

  /// The weeks in which `list` names each class; `nil` without a list.
  private func weeks(
    of list: SpeciesList?, _ names: ClassNames, _ classes: [DetectableClass],
    check: (_ index: Int, _ place: String) throws(DetectionError) -> Void
  ) throws(DetectionError) -> [Int: WeekSet]? {
    guard let list else { return nil }
    var weeks: [Int: WeekSet] = [:]
    for entry in list.entries {
      for index in try names.indices(of: entry.name, in: list.name) {
        try check(index, list.name)
        guard weeks.updateValue(entry.weeks, forKey: index) == nil else {
          throw .namedTwice(classes[index].taxon.commonName, where: list.name)
        }
      }
    }
    return weeks
  }
}

extension ResolvedRule.ClassRule {
  /// Whether exclusions and lists leave any week.
  fileprivate var canBeDetected: Bool {
    !isExcluded && !allowedWeeks.subtracting(ignoredWeeks).isEmpty
  }
}

extension DetectionRule.Settings {
  fileprivate func inheriting(_ general: Self) -> Self {
    Self(
      enter: enter ?? general.enter, stay: stay ?? general.stay,
      bridgedGap: bridgedGap ?? general.bridgedGap,
      confirmations: confirmations ?? general.confirmations,
      confirmationSpan: confirmationSpan ?? general.confirmationSpan)
  }

  /// - Parameter name: Whom the settings are for, in messages.
  fileprivate func checked(
    for described: DetectableClass, _ name: String, grid: WindowGrid, floor: Float
  ) throws(DetectionError) -> ResolvedRule.ClassRule {
    let (enter, stay) = try checkedThresholds(for: described, name, floor: floor)

    let gap = bridgedGap ?? 0
    guard (0...DetectionRule.longestSpan).contains(gap) else {
      throw .bridgedGap(class: name, seconds: gap)
    }

    let required = confirmations ?? 1
    guard required >= 1 else { throw .confirmations(class: name, required: required) }
    if let seconds = confirmationSpan {
      guard seconds > 0, seconds <= DetectionRule.longestSpan else {
        throw .confirmationSpan(class: name, seconds: seconds)
      }
    }
    var span: Int64 = 0
    var fitting = 1
    if required > 1 {
      guard let seconds = confirmationSpan else {
        throw .confirmationsWithoutSpan(class: name, required: required)
      }
      fitting = grid.windows(inSeconds: seconds)
      guard required <= fitting else {
        throw .confirmationsCannotFit(
          class: name, required: required, seconds: seconds, fitting: fitting,
          needed: grid.seconds(ofWindows: required))
      }
      // A span that was rounded to fit so many windows is as long as they are. Both ends of a window
      // are rounded to native samples: a sample more than the span at most.
      span = grid.nativeSamples(max(seconds, grid.seconds(ofWindows: fitting))) + 1
    }
    return ResolvedRule.ClassRule(
      taxon: described.taxon, enter: enter, stay: stay, bridgedGap: grid.nativeSamples(gap),
      confirmations: required, confirmationSpan: span, windowsInSpan: fitting, isExcluded: false,
      allowedWeeks: .all, ignoredWeeks: .none)
  }

  private func checkedThresholds(
    for described: DetectableClass, _ name: String, floor: Float
  ) throws(DetectionError) -> (enter: Float, stay: Float) {
    let enter = enter ?? described.threshold
    guard enter > 0, enter <= 1 else { throw .threshold(.enter, of: name, value: enter) }
    let stay = stay ?? enter * DetectionRule.defaultStayShare
    guard stay > 0, stay <= 1 else { throw .threshold(.stay, of: name, value: stay) }
    if described.taxon.kind == .background {
      // Never an event, and without a rule of its own: a general one need not suit it.
      let held = max(min(stay, enter, described.highestScore), floor)
      return (max(enter, held), held)
    }
    guard enter <= described.highestScore else {
      throw .unreachable(
        class: described.taxon.commonName, enter: enter, highest: described.highestScore)
    }
    guard self.stay != nil || stay >= floor else {
      throw .enterTooLow(class: name, enter: enter, floor: floor)
    }
    guard stay <= enter else { throw .stayAboveEnter(class: name, stay: stay, enter: enter) }
    guard stay >= floor else { throw .stayBelowFloor(class: name, stay: stay, floor: floor) }
    return (enter, stay)
  }
}
