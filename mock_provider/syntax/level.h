// How deeply a parser is in what it reads.
#pragma once

#include <cstddef>

namespace wbemcheck::mock::syntax {

// One level of nesting, as long as it lives.
class Level {
public:
    explicit Level(std::size_t& depth) noexcept : depth_(depth) { ++depth_; }
    ~Level() { --depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;

private:
    std::size_t& depth_;
};

}  // namespace wbemcheck::mock::syntax
