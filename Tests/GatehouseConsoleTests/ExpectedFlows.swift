enum ExpectedFlows {
    static let overview = ""
    static let overviewLarge = ""
    static let timeline = ""
}
