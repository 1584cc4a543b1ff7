#include <gtest/gtest.h>

#include "harness/probe/server_call_context.h"

namespace wbemcheck::probe {
namespace {

TEST(ServerCallContext, SaysWhereThereIsNone) {
    ServerCallContext context;
    EXPECT_FALSE(context.finish().is_available);
}

}  // namespace
}  // namespace wbemcheck::probe
