import Foundation

/// A ratio of powers.
func decibelsToPower(_ decibels: Double) -> Double { pow(10, decibels / 10) }
