// An asynchronous call as one step: what it delivered.
#pragma once

#include <gmock/gmock.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/unit/mock_services/client.h"
#include "tests/unit/mock_services/test_sink.h"

namespace wbemcheck::mock::test {

// Runs an asynchronous call to its end and gives what it delivered.
struct Delivered {
    SinkEvent final_event;
    std::vector<com::com_ptr<IWbemClassObject>> objects;
};

template <class Call>
Delivered deliver(Call call) {
    Delivered delivered;
    HeldSink sink({.on_indicate = [&](LONG count, IWbemClassObject** objects) {
        for (LONG i = 0; i < count; ++i) {
            delivered.objects.push_back(com::retain_ptr(objects[i]));
        }
        return WBEM_S_NO_ERROR;
    }});
    EXPECT_THAT(call(sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    delivered.final_event = sink->final_event();
    return delivered;
}

inline std::vector<std::string> texts(const Delivered& delivered, std::string_view property) {
    std::vector<std::string> result;
    for (const auto& object : delivered.objects) {
        result.push_back(text_of(object.get(), property));
    }
    return result;
}

}  // namespace wbemcheck::mock::test
