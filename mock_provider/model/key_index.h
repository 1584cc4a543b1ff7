// Where the instances of a namespace stand, by their keys.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>

namespace wbemcheck::mock {

struct ClassEntry;

// Where an instance stands.
struct InstancePlace {
    ClassEntry* entry = nullptr;
    std::size_t position = 0;

    friend bool operator==(const InstancePlace&, const InstancePlace&) = default;
};

// By canonical key. What is filed does not move until it is taken out, so others may point to it.
using KeyIndex = std::unordered_map<std::string, InstancePlace>;
using FiledKey = KeyIndex::value_type;

}  // namespace wbemcheck::mock
