#include <utility>

#include "tests/abi/side.h"

namespace wbemcheck::abi {

namespace {

std::vector<Call> g_calls;
std::uint64_t g_returned = 0;

}  // namespace

void note_call(Call call, std::uint64_t returned) {
    g_calls.push_back(std::move(call));
    g_returned = returned;
}

std::vector<Call> take_calls() { return std::exchange(g_calls, {}); }

std::uint64_t last_returned() { return g_returned; }

}  // namespace wbemcheck::abi
