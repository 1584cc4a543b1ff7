#include "mock_provider/model/repository.h"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "tests/unit/mock_model/store_fixture.h"

namespace wbemcheck::mock {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using RepositoryTest = StoreTest;

TEST_F(RepositoryTest, FindsNamespacesInAnySpelling) {
    ASSERT_THAT(repository_.create_namespace("ROOT/Mock"), ResultIs(WBEM_S_NO_ERROR));
    const auto space = repository_.find_namespace("\\\\.\\root\\mock");
    ASSERT_NE(space, nullptr);
    EXPECT_EQ(space->path(), "root\\Mock");
    EXPECT_EQ(repository_.find_namespace("root/other"), nullptr);
    EXPECT_EQ(repository_.find_namespace("not a path"), nullptr);
}

TEST_F(RepositoryTest, NeedsTheParentOfANamespace) {
    EXPECT_THAT(repository_.create_namespace("root\\a\\b"), ResultIs(WBEM_E_INVALID_NAMESPACE));
    EXPECT_THAT(repository_.create_namespace("other"), ResultIs(WBEM_E_INVALID_NAMESPACE));
    EXPECT_THAT(repository_.create_namespace("root\\"), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(repository_.create_namespace("Root"), ResultIs(WBEM_E_ALREADY_EXISTS));
}

TEST_F(RepositoryTest, ListsNamespaces) {
    for (const char* const path : {"root\\b", "root\\a", "root\\a\\c"}) {
        ASSERT_THAT(repository_.create_namespace(path), ResultIs(WBEM_S_NO_ERROR));
    }
    EXPECT_THAT(repository_.namespaces(), ElementsAre("root", "root\\a", "root\\a\\c", "root\\b"));
    EXPECT_THAT(repository_.child_namespaces("ROOT"), ElementsAre("a", "b"));
    EXPECT_THAT(repository_.child_namespaces("root\\b"), IsEmpty());
}

TEST_F(RepositoryTest, ShowsChildrenAsInstances) {
    ASSERT_THAT(repository_.create_namespace("root\\a"), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_NE(space_->find_instance(path_of("__NAMESPACE.Name=\"A\"")), nullptr);
    ASSERT_THAT(repository_.delete_namespace("root\\a"), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(space_->instance_count("__NAMESPACE", true), 0U);
}

TEST_F(RepositoryTest, DeletesANamespaceWithEverythingBelow) {
    for (const char* const path : {"root\\a", "root\\a\\b", "root\\ab"}) {
        ASSERT_THAT(repository_.create_namespace(path), ResultIs(WBEM_S_NO_ERROR));
    }
    const auto held = repository_.find_namespace("root\\a\\b");
    ASSERT_THAT(repository_.delete_namespace("root\\A"), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(repository_.namespaces(), ElementsAre("root", "root\\ab"));
    EXPECT_EQ(held->find_class("__Event"), nullptr);
    EXPECT_THAT(held->put_class(*ClassBuilder("C").build(), 0), ResultIs(WBEM_E_INVALID_NAMESPACE));
    EXPECT_THAT(repository_.delete_namespace("root\\a"), ResultIs(WBEM_E_INVALID_NAMESPACE));
    EXPECT_THAT(repository_.delete_namespace("root"), ResultIs(WBEM_E_INVALID_OPERATION));
}

TEST_F(RepositoryTest, KeepsANamespaceAliveThatWasHandedOut) {
    auto repository = std::make_unique<Repository>();
    ASSERT_THAT(repository->create_namespace("root"), ResultIs(WBEM_S_NO_ERROR));
    const auto held = repository->find_namespace("root");
    repository.reset();
    EXPECT_NE(held->find_class("__Event"), nullptr);
    EXPECT_THAT(held->put_class(*ClassBuilder("C").build(), 0), ResultIs(WBEM_S_NO_ERROR));
}

// --- the observer ---

std::string describe(const Change& change) {
    const auto sides = [](const auto& before, const auto& after) {
        return std::string(before != nullptr ? "-" : "") + (after != nullptr ? "+" : "");
    };
    switch (change.kind) {
        case Change::Kind::kClass:
            return "class" + sides(change.class_before, change.class_after);
        case Change::Kind::kInstance:
            return "instance" + sides(change.instance_before, change.instance_after);
        case Change::Kind::kNamespace:
            return "namespace" + sides(change.instance_before, change.instance_after);
    }
    return {};
}

TEST_F(RepositoryTest, TellsTheObserverOfEveryChangeBeforeTheCallReturns) {
    std::vector<std::string> heard;
    repository_.observe([&](const Change& change) {
        heard.push_back(describe(change));
        EXPECT_EQ(change.namespace_path, "root");
    });
    const auto expect_heard = [&](const char* what) {
        EXPECT_THAT(heard, ElementsAre(what));
        heard.clear();
    };
    add_class(ClassBuilder("C").key("Id", CimType::kString));
    expect_heard("class+");
    add_class(ClassBuilder("C").key("Id", CimType::kString).qualifier("Description", Value::string("x")));
    expect_heard("class-+");
    add_instance("C", {{"Id", Value::string("1")}});
    expect_heard("instance+");
    add_instance("C", {{"Id", Value::string("1")}});
    expect_heard("instance-+");
    EXPECT_THAT(space_->delete_instance(path_of("C=\"1\"")), ResultIs(WBEM_S_NO_ERROR));
    expect_heard("instance-");
    EXPECT_THAT(space_->delete_class("C"), ResultIs(WBEM_S_NO_ERROR));
    expect_heard("class-");
    EXPECT_THAT(repository_.create_namespace("root\\a"), ResultIs(WBEM_S_NO_ERROR));
    expect_heard("namespace+");
    EXPECT_THAT(repository_.delete_namespace("root\\a"), ResultIs(WBEM_S_NO_ERROR));
    expect_heard("namespace-");
    repository_.observe({});
    add_class(ClassBuilder("D"));
    EXPECT_THAT(heard, IsEmpty());
}

TEST_F(RepositoryTest, TellsTheObserverNothingOfFailures) {
    int calls = 0;
    repository_.observe([&](const Change&) { ++calls; });
    EXPECT_THAT(space_->delete_class("Nobody"), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_THAT(repository_.create_namespace("Root"), ResultIs(WBEM_E_ALREADY_EXISTS));
    EXPECT_EQ(calls, 0);
    repository_.observe({});
}

TEST_F(RepositoryTest, LetsTheObserverReadWhatWasCommitted) {
    bool is_visible = false;
    repository_.observe(
        [&](const Change& change) { is_visible = space_->find_class("C") == change.class_after; });
    add_class(ClassBuilder("C"));
    EXPECT_TRUE(is_visible);
    repository_.observe({});
}

// --- many threads ---

TEST_F(RepositoryTest, ServesReadersAndWritersAtOnceInOneOrderOfCommits) {
    constexpr std::uint32_t kWriters = 2;
    constexpr std::uint32_t kRounds = 150;
    add_class(ClassBuilder("C").key("Id", CimType::kUint32).property("Round", CimType::kUint32));
    const auto definition = space_->find_class("C");

    // The observer replays the changes: only in the order of the commits do they add up to the store.
    std::map<std::uint64_t, std::uint64_t> replayed;
    repository_.observe([&](const Change& change) {
        if (change.kind != Change::Kind::kInstance) {
            return;
        }
        const Instance& shown =
            change.instance_after != nullptr ? *change.instance_after : *change.instance_before;
        const std::uint64_t id = shown.find("Id")->as_unsigned();
        EXPECT_EQ(replayed.contains(id), change.instance_before != nullptr);
        if (change.instance_after != nullptr) {
            replayed[id] = shown.find("Round")->as_unsigned();
        } else {
            replayed.erase(id);
        }
    });

    std::atomic<bool> is_over = false;
    std::atomic<std::uint64_t> reads = 0;
    {
        std::vector<std::jthread> threads;
        for (std::uint32_t writer = 0; writer < kWriters; ++writer) {
            threads.emplace_back([&, writer] {
                for (std::uint32_t round = 0; round < kRounds; ++round) {
                    const std::uint32_t id =
                        (round * (writer + 3)) % 11;  // the writers meet on the same keys
                    const ObjectPath path = path_of("C.Id=" + std::to_string(id));
                    if (round % 3 == 2) {
                        static_cast<void>(space_->delete_instance(path));
                    } else {
                        EXPECT_THAT(space_->put_instance(
                                        *make_instance(definition, {{"Id", Value::uint32(id)},
                                                                    {"Round", Value::uint32(round)}}),
                                        0),
                                    ResultIs(WBEM_S_NO_ERROR));
                    }
                    if (round % 50 == 0) {
                        EXPECT_THAT(
                            put(ClassBuilder("C")
                                    .key("Id", CimType::kUint32)
                                    .property("Round", CimType::kUint32)
                                    .qualifier("Description", Value::sint32(static_cast<int>(round)))),
                            ResultIs(WBEM_S_NO_ERROR));
                    }
                }
            });
        }
        for (int reader = 0; reader < 2; ++reader) {
            threads.emplace_back([&] {
                // At least one round, also when the writers are over before this thread begins.
                do {
                    for (const auto& instance : space_->instances_of("C", true)) {
                        EXPECT_EQ(instance->values().size(), 2U);
                        EXPECT_EQ(instance->definition().name(), "C");
                    }
                    static_cast<void>(space_->find_instance(path_of("C.Id=3")));
                    EXPECT_NE(space_->find_class("C"), nullptr);
                    ++reads;
                } while (!is_over);
            });
        }
        threads[0].join();
        threads[1].join();
        is_over = true;
    }
    EXPECT_GE(reads.load(), 2U);
    repository_.observe({});

    std::map<std::uint64_t, std::uint64_t> stored;
    for (const auto& instance : space_->instances_of("C", true)) {
        stored[instance->find("Id")->as_unsigned()] = instance->find("Round")->as_unsigned();
    }
    EXPECT_EQ(stored, replayed);
}

}  // namespace
}  // namespace wbemcheck::mock
