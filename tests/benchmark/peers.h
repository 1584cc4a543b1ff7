// The same event into what others offer, where it is installed: a logger, a queue, a tracer.
#pragma once

#include <string>
#include <vector>

#include "tests/benchmark/burst.h"

namespace wbemcheck::benchmarks {

struct Peers {
    std::vector<Case> cases;            // on one thread and on two
    std::vector<std::string> missing;   // a sentence for each that is not there
};

// `operations` of each burst and thread; `floors` are the names of the floor on one thread and on two.
[[nodiscard]] Peers make_peers(std::size_t operations, const std::vector<std::string>& floors);

}  // namespace wbemcheck::benchmarks
