// Random queries against the naive evaluator: over a small schema of every type, and over the CIM schema of
// the DMTF.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mock_provider/mof/load.h"
#include "mock_provider/services/query_answers.h"
#include "mock_provider/wql/check.h"
#include "mock_provider/wql/parse.h"
#include "tests/unit/mock_model/store_fixture.h"
#include "tests/unit/mock_queries/random_world.h"

namespace wbemcheck::mock::test {
namespace {

using Instances = std::vector<std::shared_ptr<const Instance>>;

class RandomQuery : public StoreTest {
protected:
    // What the store says, or the sentence of the error.
    [[nodiscard]] Instances selected(const NaiveQuery& query, std::string& error) const {
        const wql::ParsedSelect parsed = wql::parse_select(text_of(query));
        if (parsed.error) {
            error = parsed.error->message;
            return {};
        }
        const auto find_class = [&](std::string_view name) { return space_->find_class(name); };
        if (const auto refused = wql::check_data_query(*parsed.query, find_class)) {
            error = refused->message;
            return {};
        }
        Instances found = select_instances(*space_, *parsed.query, *space_->find_class(query.class_name));
        std::ranges::sort(found);
        return found;
    }

    [[nodiscard]] static Instances naively_selected(const NaiveQuery& query, const Instances& all) {
        Instances found;
        const ClassDefinition* last = nullptr;  // those of one class stand together
        bool is_wanted = false;
        for (const auto& instance : all) {
            if (last != &instance->definition()) {
                last = &instance->definition();
                is_wanted = is_of_class(query, *last);
            }
            if (is_wanted && satisfies(query, *instance)) {
                found.push_back(instance);
            }
        }
        std::ranges::sort(found);
        return found;
    }

    [[nodiscard]] bool differs(const NaiveQuery& query, const Instances& all) const {
        std::string error;
        return selected(query, error) != naively_selected(query, all) || !error.empty();
    }

    // The simplest query that still shows a difference.
    [[nodiscard]] NaiveQuery shrunk(NaiveQuery query, const Instances& all) const {
        for (bool is_simpler = true; is_simpler;) {
            is_simpler = false;
            for (NaiveQuery& next : simpler(query)) {
                if (differs(next, all)) {
                    query = std::move(next);
                    is_simpler = true;
                    break;
                }
            }
        }
        return query;
    }

    void run(std::uint32_t queries, std::size_t instances_of_each) {
        RandomWorld world(*space_, 1, instances_of_each);
        const Instances& all = world.instances();
        ASSERT_FALSE(all.empty());
        std::uint32_t with_result = 0;
        for (std::uint32_t seed = 1; seed <= queries; ++seed) {
            const NaiveQuery query = world.query(seed);
            std::string error;
            const Instances found = selected(query, error);
            const Instances expected = naively_selected(query, all);
            if (found != expected || !error.empty()) {
                const NaiveQuery simplest = shrunk(query, all);
                std::string simplest_error;
                const Instances simplest_found = selected(simplest, simplest_error);
                FAIL() << "seed " << seed << ": " << text_of(query) << "\n"
                       << error << "\nsimplest: " << text_of(simplest) << "\n"
                       << simplest_error << "\nfound " << simplest_found.size() << ", expected "
                       << naively_selected(simplest, all).size();
            }
            with_result += expected.empty() ? 0 : 1;
        }
        // The test is worth something only when results are common, and so are queries without one.
        EXPECT_GT(with_result, queries / 4);
        EXPECT_LT(with_result, queries - queries / 20);
        RecordProperty("instances", static_cast<int>(all.size()));
        RecordProperty("queriesWithAResult", static_cast<int>(with_result));
    }
};

TEST_F(RandomQuery, OverEveryTypeFindsWhatTheNaiveEvaluatorFinds) {
    ClassBuilder all("All");
    all.key("Id", CimType::kUint8);
    const std::pair<const char*, CimType> properties[] = {
        {"S8", CimType::kSint8},    {"S16", CimType::kSint16},     {"S32", CimType::kSint32},
        {"S64", CimType::kSint64},  {"U8", CimType::kUint8},       {"U16", CimType::kUint16},
        {"U32", CimType::kUint32},  {"U64", CimType::kUint64},     {"R32", CimType::kReal32},
        {"R64", CimType::kReal64},  {"Flag", CimType::kBoolean},   {"Char", CimType::kChar16},
        {"Text", CimType::kString}, {"Moment", CimType::kDatetime}};
    for (const auto& [name, type] : properties) {
        all.property(name, type);
    }
    all.reference("Other", "");
    const auto base = add_class(all);
    add_class(ClassBuilder("More", base).property("Extra", CimType::kString));
    add_class(ClassBuilder("Pair")
                  .key("Left", CimType::kString)
                  .key("Right", CimType::kSint16)
                  .property("Note", CimType::kString));
    add_class(ClassBuilder("Timed").key("When", CimType::kDatetime).key("Flag", CimType::kBoolean));
    add_class(ClassBuilder("Lone").singleton().property("Text", CimType::kString));
    QualifierList key;
    key.set({.name = "key"});
    add_class(ClassBuilder("Bond")
                  .qualifier("association")
                  .reference("One", "All", key)
                  .reference("Two", "All", key));
    run(10'000, 30);
}

using RandomCimQuery = RandomQuery;

TEST_F(RandomCimQuery, FindsWhatTheNaiveEvaluatorFinds) {
    const char* const folder = std::getenv("WBEMCHECK_CIM_SCHEMA");
    const std::filesystem::path top = std::filesystem::path(folder != nullptr ? folder : "") / "cim_schema_2.32.0.mof";
    if (!std::filesystem::exists(top)) {
        GTEST_SKIP() << "WBEMCHECK_CIM_SCHEMA does not name the folder of an unpacked CIM schema 2.32.0";
    }
    const mof::Loaded loaded = mof::load_file(repository_, "root", top);
    ASSERT_TRUE(loaded.errors.empty()) << loaded.errors.front().message;
    ASSERT_GT(loaded.classes, 1000U);
    run(10'000, 2);
}

}  // namespace
}  // namespace wbemcheck::mock::test
