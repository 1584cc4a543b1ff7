// What many instances cost the mock: a look-up by key, by path and along associations against the same with a thousand
// instances, a scan for each instance that it looks at, and the memory and the time to put each.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <CLI/CLI.hpp>
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "harness/com/hresult.h"
#include "mock_provider/model/class_builder.h"
#include "mock_provider/model/repository.h"
#include "mock_provider/services/associated_objects.h"
#include "mock_provider/services/query_answers.h"
#include "mock_provider/wql/parse.h"
#include "tests/benchmark/burst.h"
#include "tests/benchmark/memory_peak.h"

namespace wbemcheck::benchmarks {
namespace {

constexpr std::size_t kFew = 1'000;
constexpr std::size_t kMany = 1'000'000;
constexpr std::size_t kManyInShort = 20'000;
constexpr std::size_t kLookUps = 200;  // of one burst

void require(bool holds, const std::string& sentence) {
    if (!holds) throw std::runtime_error(sentence);
}

void require_success(HRESULT result, const char* what) {
    require(SUCCEEDED(result), fmt::format("{} returned {}.", what, com::describe_hresult(result)));
}

std::string name_of(std::size_t number) { return fmt::format("item-{:07}", number); }

// A namespace with so many items, and one association between each two neighbours.
class Stock {
public:
    explicit Stock(std::size_t count) : count_(count) {
        require_success(repository_.create_namespace("root"), "create_namespace");
        space_ = repository_.find_namespace("root");
        mock::QualifierList key;
        key.set({.name = "key"});
        item_ = put(mock::ClassBuilder("Item")
                        .key("Name", mock::CimType::kString)
                        .property("Value", mock::CimType::kUint32)
                        .property("Text", mock::CimType::kString));
        next_ = put(mock::ClassBuilder("Next").qualifier("association").reference("Former", "Item", key).reference(
            "Latter", "Item", key));
    }

    void put_items() {
        for (std::size_t i = 0; i < count_; ++i) {
            put(*mock::make_instance(item_, {{"Name", mock::Value::string(name_of(i))},
                                             {"Value", mock::Value::uint32(static_cast<std::uint32_t>(i))},
                                             {"Text", mock::Value::string(fmt::format("text of {}", i))}}));
        }
    }
    void put_associations() {
        const auto reference = [](std::size_t i) {
            return mock::Value::reference(fmt::format("Item.Name=\"{}\"", name_of(i)));
        };
        for (std::size_t i = 0; i + 1 < count_; ++i) {
            put(*mock::make_instance(next_, {{"Former", reference(i)}, {"Latter", reference(i + 1)}}));
        }
    }

    [[nodiscard]] std::size_t count() const noexcept { return count_; }

    // Numbers spread over all of them, the same at every call.
    [[nodiscard]] std::size_t number(std::size_t look_up) const noexcept { return look_up * 7919 % (count_ - 1); }

    [[nodiscard]] std::vector<mock::wql::Query> queries(const std::string& pattern) const {
        std::vector<mock::wql::Query> queries;
        for (std::size_t i = 0; i < kLookUps; ++i) {
            mock::wql::ParseResult parsed =
                mock::wql::parse_wql(fmt::format(fmt::runtime(pattern), fmt::arg("name", name_of(number(i)))));
            require(parsed.query.has_value(), "A query does not parse.");
            queries.push_back(*std::move(parsed.query));
        }
        return queries;
    }

    [[nodiscard]] std::size_t count_of(const mock::wql::Query& query) const {
        if (const auto* const associators = std::get_if<mock::wql::AssociatorsQuery>(&query)) {
            HRESULT result = S_OK;
            const mock::Objects found = mock::find_associated(*space_, *associators, result);
            require_success(result, "ASSOCIATORS OF");
            return found.size();
        }
        const auto& select = std::get<mock::wql::SelectQuery>(query);
        return mock::select_instances(*space_, select, *space_->find_class(select.class_name)).size();
    }

private:
    std::shared_ptr<const mock::ClassDefinition> put(const mock::ClassBuilder& builder) {
        std::shared_ptr<const mock::ClassDefinition> stored;
        require_success(space_->put_class(*builder.build(), 0, &stored), "put_class");
        return stored;
    }
    void put(const mock::Instance& instance) { require_success(space_->put_instance(instance, 0), "put_instance"); }

    const std::size_t count_;
    mock::Repository repository_;
    std::shared_ptr<mock::NamespaceStore> space_;
    std::shared_ptr<const mock::ClassDefinition> item_;
    std::shared_ptr<const mock::ClassDefinition> next_;
};

struct LookUp {
    const char* name;
    const char* pattern;
    std::size_t results;
};

// Each gives as much as there is to give, whatever the number of instances.
constexpr LookUp kLookUpCases[] = {
    {"key", "SELECT * FROM Item WHERE Name = '{name}' AND Value >= 0", 1},
    {"path", "SELECT * FROM Item WHERE __RELPATH = 'Item.Name=\"{name}\"'", 1},
    {"reference", "SELECT * FROM Next WHERE Former = 'Item.Name=\"{name}\"'", 1},
    {"associators", "ASSOCIATORS OF {{Item.Name='{name}'}} WHERE Role = Former", 1},
};
constexpr const char* kScan = "SELECT * FROM Item WHERE Value < 100 AND NOT Text LIKE '%x of%'";

std::string case_name(const char* what, std::size_t count) { return fmt::format("{}, {} instances", what, count); }

Case look_up_case(const Stock& stock, const LookUp& look_up, std::size_t floor) {
    const auto queries = std::make_shared<const std::vector<mock::wql::Query>>(stock.queries(look_up.pattern));
    return {.name = case_name(look_up.name, stock.count()),
            .floor = floor == 0 ? std::string() : case_name(look_up.name, floor),
            .operations = kLookUps,
            .threads = {[&stock, queries, results = look_up.results] {
                for (const mock::wql::Query& query : *queries) {
                    require(stock.count_of(query) == results, "A look-up found another number of objects.");
                }
            }}};
}

Case scan_case(const Stock& stock, std::size_t floor) {
    const mock::wql::ParseResult parsed = mock::wql::parse_wql(kScan);
    require(parsed.query.has_value(), "The scan does not parse.");
    return {.name = case_name("scan", stock.count()),
            .floor = floor == 0 ? std::string() : case_name("scan", floor),
            .operations = stock.count(),
            .threads = {[&stock, query = *parsed.query] {
                require(stock.count_of(query) == 100, "The scan found another number of objects.");
            }}};
}

template <class Work>
double nanoseconds_of(const Work& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count();
}

// Fills the stock and says what that took.
void fill(Stock& stock) {
    const auto report = [&](const char* what, auto&& put) {
        double nanoseconds = 0;
        const MemoryPeak peak = measure_memory([&] { nanoseconds = nanoseconds_of(put); });
        const auto count = static_cast<double>(stock.count());
        fmt::print("{} {}: {:.0f} ns and {:.0f} bytes (at the peak) for each\n", stock.count(), what, nanoseconds / count,
                   static_cast<double>(peak.own_bytes) / count);
    };
    report("instances", [&] { stock.put_items(); });
    report("associations", [&] { stock.put_associations(); });
}

void run(const BurstOptions& options) {
    const std::size_t many = options.is_short ? kManyInShort : kMany;
    Stock few(kFew);
    few.put_items();
    few.put_associations();
    Stock tenth(many / 10);
    tenth.put_items();
    Stock stock(many);
    fill(stock);

    Bursts bursts("look-ups and scans over few and many instances", options, 30, 2);
    for (const LookUp& look_up : kLookUpCases) {
        bursts.add(look_up_case(few, look_up, 0));
        bursts.add(look_up_case(stock, look_up, kFew));
    }
    bursts.add(scan_case(few, 0));
    bursts.add(scan_case(tenth, kFew));
    bursts.add(scan_case(stock, tenth.count()));
    bursts.run();
    bursts.report();
    for (const LookUp& look_up : kLookUpCases) {
        fmt::print("{}: {:.2f} times as long with {} instances as with {}\n", look_up.name,
                   bursts.ratio(case_name(look_up.name, many), case_name(look_up.name, kFew)), many, kFew);
    }
    fmt::print("scan: {:.2f} times as long for each instance with {} instances as with {}\n",
               bursts.ratio(case_name("scan", many), case_name("scan", tenth.count())), many, tenth.count());
}

}  // namespace
}  // namespace wbemcheck::benchmarks

int main(int count, char** arguments) {
    using namespace wbemcheck::benchmarks;
    CLI::App program("What many instances cost the mock");
    BurstOptions options;
    add_burst_options(program, options);
    CLI11_PARSE(program, count, arguments);
    try {
        run(options);
        return 0;
    } catch (const std::exception& error) {
        fmt::print(stderr, "error: {}\n", error.what());
        return 1;
    }
}
