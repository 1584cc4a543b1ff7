// Random instances of all concrete classes with keys that a namespace has, and random queries over them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "mock_provider/model/namespace_store.h"
#include "tests/unit/mock_queries/naive_query.h"

namespace wbemcheck::mock::test {

// The same seed gives the same instances and queries. Not thread-safe.
class RandomWorld {
public:
    // Puts `count` instances of each class into the namespace, which is "root".
    RandomWorld(NamespaceStore& space, std::uint32_t seed, std::size_t count);

    [[nodiscard]] const std::vector<std::shared_ptr<const Instance>>& instances() const noexcept {
        return instances_;
    }

    // One that parses and makes sense for its class. Its constants are mostly taken from the instances.
    [[nodiscard]] NaiveQuery query(std::uint32_t seed);

private:
    using Definition = std::shared_ptr<const ClassDefinition>;

    [[nodiscard]] std::size_t below(std::size_t count) { return static_cast<std::size_t>(engine_()) % count; }
    template <class T>
    [[nodiscard]] const T& pick(const std::vector<T>& list) {
        return list[below(list.size())];
    }
    [[nodiscard]] std::string pick(std::initializer_list<const char*> list) {
        return *(list.begin() + below(list.size()));
    }

    void put_instance(NamespaceStore& space, const Definition& definition);
    [[nodiscard]] Value value(const Property& property);
    [[nodiscard]] Value some_value(CimType type);
    [[nodiscard]] std::string reference();

    [[nodiscard]] NaiveCondition condition(const ClassDefinition& definition, std::size_t depth);
    [[nodiscard]] NaiveCondition test(const ClassDefinition& definition);
    [[nodiscard]] NaiveCondition system_test(const ClassDefinition& definition);
    [[nodiscard]] NaiveCondition keys_of(const Instance& instance);
    [[nodiscard]] NaiveCondition comparison(const Property& property, const Value& near_to);
    [[nodiscard]] NaiveConstant constant(CimType type, const Value& near_to);
    [[nodiscard]] std::string pattern(const std::string& near_to);
    // An instance of the class or of one below it, or null.
    [[nodiscard]] std::shared_ptr<const Instance> example(const ClassDefinition& definition);

    std::mt19937 engine_;
    std::vector<Definition> classes_;  // all that queries may name
    std::vector<std::shared_ptr<const Instance>> instances_;
    std::map<std::string, std::vector<std::size_t>> by_class_;  // and by every class above theirs
    std::vector<std::string> paths_;                            // of instances whose keys are no references
};

}  // namespace wbemcheck::mock::test
