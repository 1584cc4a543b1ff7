// The instance provider that works on threads of its own.
#include "tests/providers/asynchronous_provider.h"

#include <gmock/gmock.h>

#include <thread>

#include "tests/unit/example_providers/wmi.h"
#include "tests/unit/latch.h"

namespace wbemcheck::example::test {
namespace {

using testing::ElementsAre;

class JobProvider : public testing::Test {
protected:
    [[nodiscard]] HRESULT get(std::string_view path, IWbemObjectSink* sink) const {
        return provider_->GetObjectAsync(bstr(path).get(), 0, wmi_.context.get(), sink);
    }
    [[nodiscard]] HRESULT enumerate(IWbemObjectSink* sink) const {
        return provider_->CreateInstanceEnumAsync(bstr("Example_Job").get(), 0, wmi_.context.get(), sink);
    }

    Wmi wmi_;
    com::com_ptr<IWbemServices> provider_ = wmi_.load<IWbemServices>(make_job_provider());
};

TEST_F(JobProvider, AnswersOnAnotherThread) {
    Collected ids("Id");
    ASSERT_THAT(enumerate(ids.sink.get()), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_TRUE(ids.sink->wait_for_rest(1, 1));
    EXPECT_THAT(ids.values, ElementsAre("1", "2", "3"));
    EXPECT_NE(ids.sink->final_event().thread, std::this_thread::get_id());
}

TEST_F(JobProvider, ReturnsWhileTheSinkHoldsItsThread) {
    wbemcheck::test::Latch returned(1);
    const HeldSink sink({.on_indicate = [&](LONG, IWbemClassObject**) {
        returned.wait();
        return HRESULT{WBEM_S_NO_ERROR};
    }});
    ASSERT_THAT(enumerate(sink.get()), ResultIs(WBEM_S_NO_ERROR));
    returned.count_down();
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
}

TEST_F(JobProvider, KeepsWhatIsPut) {
    const HeldSink sink;
    ASSERT_THAT(
        provider_->PutInstanceAsync(wmi_.spawn("Example_Job", {{"Id", "9"}, {"Command", "sleep"}}).get(), 0,
                                    wmi_.context.get(), sink.get()),
        ResultIs(WBEM_S_NO_ERROR));
    ASSERT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(sink->final_event().text, "Example_Job.Id=\"9\"");
    Collected commands("Command");
    ASSERT_THAT(get("Example_Job.Id=\"9\"", commands.sink.get()), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_TRUE(commands.sink->wait_for_rest(1, 1));
    EXPECT_THAT(commands.values, ElementsAre("sleep"));
}

TEST_F(JobProvider, ForgetsWhatIsDeleted) {
    const HeldSink deleted;
    ASSERT_THAT(provider_->DeleteInstanceAsync(bstr("Example_Job.Id=\"1\"").get(), 0, nullptr, deleted.get()),
                ResultIs(WBEM_S_NO_ERROR));
    ASSERT_TRUE(deleted->wait_for_rest(1, 1));
    EXPECT_THAT(deleted->final_event().result, ResultIs(WBEM_S_NO_ERROR));
    const HeldSink missing;
    ASSERT_THAT(get("Example_Job.Id=\"1\"", missing.get()), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_TRUE(missing->wait_for_rest(1, 1));
    EXPECT_THAT(missing->final_event().result, ResultIs(WBEM_E_NOT_FOUND));
}

TEST_F(JobProvider, RefusesWrongArgumentsAndLeavesTheSinkAlone) {
    const HeldSink sink;
    const auto touches = sink->touches();
    EXPECT_THAT(enumerate(nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(provider_->CreateInstanceEnumAsync(bstr("Example_Other").get(), 0, nullptr, sink.get()),
                ResultIs(WBEM_E_INVALID_CLASS));
    EXPECT_EQ(sink->touches(), touches);
}

TEST_F(JobProvider, EndsAfterWhatRunsAndCancelsWhatWaits) {
    wbemcheck::test::Latch inside(2);
    wbemcheck::test::Latch go(1);
    const SinkHooks held_up{.on_indicate = [&](LONG, IWbemClassObject**) {
        inside.count_down();
        go.wait();
        return HRESULT{WBEM_S_NO_ERROR};
    }};
    const HeldSink first(held_up);
    const HeldSink second(held_up);
    const HeldSink waiting;
    ASSERT_THAT(get("Example_Job.Id=\"1\"", first.get()), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(get("Example_Job.Id=\"2\"", second.get()), ResultIs(WBEM_S_NO_ERROR));
    inside.wait();  // both threads are in sinks
    ASSERT_THAT(get("Example_Job.Id=\"3\"", waiting.get()), ResultIs(WBEM_S_NO_ERROR));
    std::thread last_release([&] { provider_.reset(); });
    go.count_down();
    last_release.join();
    EXPECT_THAT(first->final_event().result, ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(second->final_event().result, ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(waiting->finals(), 1U);
    for (const HeldSink* const sink : {&first, &second, &waiting}) {
        EXPECT_EQ((*sink)->references(), 1);
    }
    EXPECT_EQ(references(wmi_.space.as<IWbemServices>().get()), 2U);
    EXPECT_EQ(references(wmi_.context.get()), 1U);
}

TEST_F(JobProvider, MayEndInACallbackOfItsOwn) {
    wbemcheck::test::Latch returned(1);  // whoever calls a method holds a reference until it returns
    const HeldSink sink({.on_indicate = [&](LONG, IWbemClassObject**) {
        returned.wait();
        provider_.reset();
        return HRESULT{WBEM_S_NO_ERROR};
    }});
    ASSERT_THAT(get("Example_Job.Id=\"1\"", sink.get()), ResultIs(WBEM_S_NO_ERROR));
    returned.count_down();
    ASSERT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_S_NO_ERROR));
}

}  // namespace
}  // namespace wbemcheck::example::test
