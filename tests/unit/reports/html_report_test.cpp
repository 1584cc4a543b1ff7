#include "reports/html/html_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <pugixml.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "reports/fingerprint.h"
#include "reports/json_report.h"
#include "reports/safe_text.h"
#include "reports/unique_scenarios.h"
#include "tests/unit/reports/sample_results.h"

namespace wbemcheck::reports {
namespace {

using nlohmann::json;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

// The body of a report as a tree. Its writer makes it well-formed XML, so a parser that forgives nothing can
// read it.
class Report {
public:
    explicit Report(const RunResult& run) : text_(write_html(run, false)) {
        const std::size_t begin = text_.find("<body>\n") + 7;
        body_ = std::string_view(text_).substr(begin, text_.find("<script", begin) - begin);
        const pugi::xml_parse_result parsed =
            document_.load_buffer(body_.data(), body_.size(), pugi::parse_full | pugi::parse_fragment);
        EXPECT_TRUE(parsed) << parsed.description() << " at byte " << parsed.offset;
    }

    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] std::string_view body() const { return body_; }

    [[nodiscard]] pugi::xpath_node_set select(const std::string& path) const {
        return document_.select_nodes(path.c_str());
    }
    [[nodiscard]] std::size_t count(const std::string& path) const { return select(path).size(); }
    [[nodiscard]] std::vector<std::string> values(const std::string& path) const {
        std::vector<std::string> values;
        for (const pugi::xpath_node& found : select(path)) {
            values.emplace_back(found.attribute() ? found.attribute().value() : found.node().value());
        }
        return values;
    }

private:
    std::string text_;
    std::string_view body_;
    pugi::xml_document document_;
};

constexpr const char* kHostile =
    "<script>window.hacked=1</script><img src=x onerror=\"window.hacked=1\">\"'& style=\"color:red\" "
    "</style></title> "
    "<!-- ]]> javascript:window.hacked=1 &lt;b&gt;";

constexpr const char* kAnchorLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

// Puts the hostile text around every text that a result document has, wherever it stands; but not into the
// words of which the reader knows only certain ones.
void poison(json& value, const std::string& key = {}) {
    static const std::set<std::string> words = {"schema", "verdict", "kind", "checkability"};
    if (value.is_string() && !words.contains(key) && value != "") {
        value = kHostile + value.get<std::string>() + kHostile;
    } else if (value.is_array()) {
        for (json& element : value) poison(element, key);
    } else if (value.is_object()) {
        for (auto& [name, element] : value.items()) poison(element, name);
    }
}

RunResult hostile_run(const RunResult& run) {
    json document = json::parse(write_json(run));
    poison(document);
    return read_json(document.dump());
}

std::vector<RunResult> all_runs() {
    return {
        testing::conforming_run(), testing::violating_run(),          testing::small_run(),
        testing::awkward_run(),    hostile_run(testing::small_run()), hostile_run(testing::violating_run())};
}

TEST(HtmlReport, EscapesEveryTextOfAHostileResult) {
    const std::set<std::string> elements = {
        "a",          "circle", "code", "dd",   "defs", "details", "div",    "dl",      "dt",
        "figcaption", "figure", "h1",   "h2",   "h3",   "h4",      "header", "li",      "main",
        "marker",     "nav",    "p",    "path", "rect", "section", "span",   "summary", "svg",
        "table",      "tbody",  "td",   "text", "th",   "thead",   "tr",     "ul"};
    for (const RunResult& run : {testing::small_run(), testing::violating_run()}) {
        const Report report(hostile_run(run));
        for (const pugi::xpath_node& found : report.select("//*")) {
            EXPECT_TRUE(elements.contains(found.node().name())) << found.node().name();
        }
        for (const pugi::xpath_node& found : report.select("//@*")) {
            const std::string name = found.attribute().name();
            const std::string value = found.attribute().value();
            EXPECT_THAT(name, Not(StartsWith("on")));
            EXPECT_NE(name, "src");
            if (name == "id" || name == "href") {
                EXPECT_EQ(value.find_first_not_of(kAnchorLetters, name == "href" ? 1 : 0), std::string::npos)
                    << value;
            }
            if (name == "href") {
                EXPECT_THAT(value, StartsWith("#"));
            }
            if (name == "style") {
                EXPECT_THAT(value, StartsWith("flex-grow:"));
            }
            if (name == "class") {
                EXPECT_THAT(value, Not(HasSubstr("hacked")));
            }
        }
        EXPECT_EQ(report.count("//comment()"), 0U);
        EXPECT_THAT(report.text(), Not(HasSubstr("<script>window")));
        EXPECT_THAT(report.values("//text()"), Contains(HasSubstr(kHostile)));
    }
}

TEST(HtmlReport, KeepsTheTextsOfASubjectOutOfItsHead) {
    const std::string text = write_html(hostile_run(testing::small_run()), false);
    const std::string_view head = std::string_view(text).substr(0, text.find("</head>"));
    EXPECT_THAT(std::string(head), HasSubstr("<title>violates: &lt;script&gt;"));
    EXPECT_THAT(std::string(head), HasSubstr("default-src 'none'"));
    // What the script of the page reads are letters, never a text.
    const std::size_t data = text.find("id=\"data\">") + 10;
    const std::string_view letters = std::string_view(text).substr(data, text.find('<', data) - data);
    EXPECT_EQ(letters.find_first_not_of("abcdefghi-,"), std::string_view::npos) << letters;
}

TEST(HtmlReport, SurvivesBytesThatAreNoUtf8) {
    const Report report(testing::awkward_run());
    std::string_view rest = report.text();
    while (!rest.empty()) {
        const CodePoint next = first_code_point(rest);
        ASSERT_TRUE(next.is_valid) << "at byte " << report.text().size() - rest.size();
        rest.remove_prefix(next.length);
    }
    EXPECT_THAT(report.values("//text()"), Contains(HasSubstr("bytes \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD")));
    EXPECT_THAT(report.values("//text()"), Contains(HasSubstr("umlaut \xC3\xA4")));
    EXPECT_THAT(report.values("//text()"), Contains(HasSubstr("escape<U+001B>[2J")));
}

TEST(HtmlReport, HasEveryAnchorOnceAndATargetForEveryLink) {
    for (const RunResult& run : all_runs()) {
        const Report report(run);
        std::set<std::string> anchors;
        for (const std::string& id : report.values("//@id"))
            EXPECT_TRUE(anchors.insert(id).second) << id << " stands twice";
        for (const std::string& link : report.values("//@href"))
            EXPECT_TRUE(anchors.contains(link.substr(1))) << link;
        for (const std::string& id : report.values("//@aria-labelledby"))
            EXPECT_TRUE(anchors.contains(id)) << id;
    }
}

TEST(HtmlReport, TellsClausesApartThatDifferInWhatAnAnchorCannotHold) {
    RunResult run = testing::small_run();
    run.clauses = {run.clauses[0], run.clauses[0], run.clauses[0]};
    run.clauses[1].id = "REF/3";
    run.clauses[2].id = "REF_2f3";
    const Report report(run);
    const std::vector<std::string> ids = report.values("//details[@class='clause']/@id");
    EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), 3U);
}

// HTML does not know <div/>: what is empty has an end tag all the same, or the rest of the page would lie
// inside it.
TEST(HtmlReport, ClosesEveryElementThatItOpens) {
    for (const RunResult& run :
         {testing::conforming_run(), testing::violating_run(), testing::small_run(), RunResult{}}) {
        const Report report(run);
        EXPECT_EQ(report.body().find("/>"), std::string_view::npos);
        EXPECT_EQ(report.count("/main"), 1U);
        EXPECT_THAT(report.text(), ::testing::EndsWith("</script>\n</body>\n</html>\n"));
    }
}

TEST(HtmlReport, SaysThatNothingIsBroken) {
    const Report report(testing::conforming_run());
    EXPECT_THAT(report.values("//h1/text()"), Contains(HasSubstr("conforms")));
    EXPECT_THAT(report.values("//p/text()"), Contains("Nothing that was judged."));
    EXPECT_EQ(report.count("//*[@id='findings']"), 0U);
    EXPECT_EQ(report.count("//figure"), 0U);
}

TEST(HtmlReport, SaysSomethingOfAnEmptyResult) {
    const Report report(RunResult{});
    EXPECT_EQ(report.count("//h1"), 1U);
    EXPECT_THAT(report.values("//h1/text()"), Contains(HasSubstr("inconclusive")));
}

TEST(HtmlReport, ShowsEveryFindingWithAllThatIsKnownOfIt) {
    const RunResult run = testing::violating_run();
    const Report report(run);
    EXPECT_EQ(report.count("//details[@class='finding']"), run.findings.size());
    for (const Finding& finding : run.findings) {
        const std::vector<std::string> texts = report.values("//section[@id='findings']//text()");
        for (const std::string& text :
             {finding.requirement, finding.source, finding.advice, finding.expected, finding.actual,
              finding.scenario, finding.rerun, fingerprint_of(finding)}) {
            EXPECT_THAT(texts, Contains(text));
        }
        for (const WitnessEvent& event : finding.witness) EXPECT_THAT(texts, Contains(event.text));
    }
}

TEST(HtmlReport, DrawsAFindingWithLanesTheBreachAndTheCountThatIsWrong) {
    const Report report(testing::small_run());
    ASSERT_EQ(report.count("//figure//svg"), 1U);
    EXPECT_EQ(report.count("//figure//path[@class='lane']"), 3U);  // two threads and the subject
    EXPECT_EQ(report.count("//figure//rect[@class='breach']"), 1U);
    EXPECT_EQ(report.count("//figure//path[@class='count']"), 1U);
    EXPECT_EQ(report.count("//figure//circle[@class='rest wrong']"), 1U);
    EXPECT_EQ(report.count("//figure//path[@class='owed']"), 1U);
    EXPECT_THAT(report.values("//figure//text/text()"), Contains("rest: count 2, must be 1"));
}

TEST(HtmlReport, LeavesOutTheDrawingOfWhatWasNotRecorded) {
    RunResult run = testing::small_run();
    run.findings[0].timeline.clear();
    run.findings[0].witness.clear();
    const Report report(run);
    EXPECT_EQ(report.count("//figure"), 0U);
    EXPECT_EQ(report.count("//table[@class='events']"), 0U);
    EXPECT_EQ(report.count("//details[@class='finding']"), 1U);
}

TEST(HtmlReport, WritesTheSameBytesForTheSameResult) {
    for (const RunResult& run : all_runs()) EXPECT_EQ(write_html(run, true), write_html(run, true));
}

TEST(HtmlReport, SaysWhatIsMadeOfAnInconclusiveRun) {
    RunResult run = testing::conforming_run();
    run.verdict = RunVerdict::kInconclusive;
    EXPECT_THAT(write_html(run, false), HasSubstr("Exit code 0"));
    EXPECT_THAT(write_html(run, true), HasSubstr("Exit code 3"));
}

TEST(HtmlReport, SaysWhereItCutsAHugeText) {
    RunResult run = testing::small_run();
    run.findings[0].actual = std::string(10'000'000, 'x');
    const std::string text = write_html(run, false);
    EXPECT_LT(text.size(), 200'000U);
    EXPECT_THAT(text, HasSubstr("more bytes stand in the JSON report]"));
}

TEST(HtmlReport, RefusesTwoScenariosWithOneName) {
    RunResult run = testing::small_run();
    run.scenarios.push_back(run.scenarios[0]);
    EXPECT_THROW((void)write_html(run, false), DuplicateScenario);
}

}  // namespace
}  // namespace wbemcheck::reports
