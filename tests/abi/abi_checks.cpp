#include "tests/abi/abi_checks.h"

#include <gtest/gtest.h>

namespace wbemcheck::abi {

std::size_t expect_all_arrive(const Interface& caller, void* object) {
    const std::vector<Outcome> outcomes = caller.call_all(object);
    for (const Outcome& outcome : outcomes) {
        SCOPED_TRACE(outcome.sent.interface + "::" + outcome.sent.method);
        EXPECT_EQ(outcome.received.size(), 1U) << "one call arrives";
        if (outcome.received.size() == 1) {
            EXPECT_EQ(outcome.received[0].interface, outcome.sent.interface);
            EXPECT_EQ(outcome.received[0].method, outcome.sent.method);
            EXPECT_EQ(outcome.received[0].arguments, outcome.sent.arguments);
        }
        EXPECT_EQ(outcome.result, outcome.returned);
    }
    return outcomes.size();
}

}  // namespace wbemcheck::abi
