// The instance provider that works on the threads of WMI.
#include "tests/providers/instance_provider.h"

#include <gmock/gmock.h>

#include <thread>

#include "tests/unit/example_providers/wmi.h"

namespace wbemcheck::example::test {
namespace {

using testing::ElementsAre;

constexpr std::string_view kData = "Example_Volume.Name=\"data\"";

class VolumeProvider : public testing::Test {
protected:
    [[nodiscard]] HRESULT get(std::string_view path, IWbemObjectSink* sink) const {
        return provider_->GetObjectAsync(bstr(path).get(), 0, wmi_.context.get(), sink);
    }
    [[nodiscard]] HRESULT enumerate(std::string_view class_name, IWbemObjectSink* sink) const {
        return provider_->CreateInstanceEnumAsync(bstr(class_name).get(), 0, wmi_.context.get(), sink);
    }
    // The result of the only final of a request that was accepted.
    [[nodiscard]] HRESULT put(const std::vector<std::pair<std::string, std::string>>& values,
                              LONG flags = 0) const {
        const HeldSink sink;
        const auto instance = wmi_.spawn("Example_Volume", values);
        EXPECT_THAT(provider_->PutInstanceAsync(instance.get(), flags, wmi_.context.get(), sink.get()),
                    ResultIs(WBEM_S_NO_ERROR));
        return sink->final_event().result;
    }
    [[nodiscard]] HRESULT remove(std::string_view path) const {
        const HeldSink sink;
        EXPECT_THAT(provider_->DeleteInstanceAsync(bstr(path).get(), 0, wmi_.context.get(), sink.get()),
                    ResultIs(WBEM_S_NO_ERROR));
        return sink->final_event().result;
    }
    [[nodiscard]] HRESULT result_of_get(std::string_view path) const {
        const HeldSink sink;
        EXPECT_THAT(get(path, sink.get()), ResultIs(WBEM_S_NO_ERROR));
        return sink->final_event().result;
    }

    Wmi wmi_;
    com::com_ptr<IWbemServices> provider_ = wmi_.load<IWbemServices>(make_volume_provider());
};

TEST_F(VolumeProvider, EnumeratesMoreThanOneInAnIndicate) {
    Collected names("Name");
    ASSERT_THAT(enumerate("example_volume", names.sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(names.values, ElementsAre("archive", "data", "system"));
    EXPECT_EQ(names.sink->count(SinkEvent::Kind::kIndicate), 2U);
    EXPECT_THAT(names.sink->final_event().result, ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(names.sink->final_event().thread, std::this_thread::get_id());
    EXPECT_EQ(names.sink->references(), 1);
    EXPECT_FALSE(names.sink->has_offence());
}

TEST_F(VolumeProvider, GetsTheVolumeOfAPath) {
    Collected capacities("Capacity");
    ASSERT_THAT(get("\\\\.\\root\\example:Example_Volume.Name=\"DATA\"", capacities.sink.get()),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(capacities.values, ElementsAre("960197124096"));
    EXPECT_THAT(capacities.sink->final_event().result, ResultIs(WBEM_S_NO_ERROR));
}

TEST_F(VolumeProvider, SaysWhatIsWrongWithAPath) {
    EXPECT_THAT(result_of_get("Example_Volume.Name=\"none\""), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_THAT(result_of_get("Example_Other.Name=\"data\""), ResultIs(WBEM_E_INVALID_CLASS));
    EXPECT_THAT(result_of_get("Example_Volume.Label=\"data\""), ResultIs(WBEM_E_INVALID_OBJECT_PATH));
    EXPECT_THAT(result_of_get("Example_Volume"), ResultIs(WBEM_E_INVALID_OBJECT_PATH));
}

TEST_F(VolumeProvider, DoesNotEnumerateAnotherClass) {
    const HeldSink sink;
    ASSERT_THAT(enumerate("Example_Other", sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_E_INVALID_CLASS));
}

TEST_F(VolumeProvider, RefusesWrongArgumentsAndLeavesTheSinkAlone) {
    const HeldSink sink;
    const auto touches = sink->touches();
    EXPECT_THAT(get(kData, nullptr), ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(provider_->GetObjectAsync(nullptr, 0, nullptr, sink.get()),
                ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(provider_->GetObjectAsync(bstr(kData).get(), 0x400000, nullptr, sink.get()),
                ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(provider_->PutInstanceAsync(nullptr, 0, nullptr, sink.get()),
                ResultIs(WBEM_E_INVALID_PARAMETER));
    const auto volume = wmi_.spawn("Example_Volume", {{"Name", "new"}});
    EXPECT_THAT(provider_->PutInstanceAsync(volume.get(), WBEM_FLAG_CREATE_ONLY | WBEM_FLAG_UPDATE_ONLY,
                                            nullptr, sink.get()),
                ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_TRUE(sink->events().empty());
    EXPECT_EQ(sink->touches(), touches);
}

TEST_F(VolumeProvider, KeepsWhatIsPut) {
    const HeldSink sink;
    const auto volume =
        wmi_.spawn("Example_Volume", {{"Name", "a\"b"}, {"Capacity", "18446744073709551615"}});
    ASSERT_THAT(provider_->PutInstanceAsync(volume.get(), 0, wmi_.context.get(), sink.get()),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(sink->final_event().text, "Example_Volume.Name=\"a\\\"b\"");
    Collected capacities("Capacity");
    ASSERT_THAT(get("Example_Volume.Name=\"a\\\"b\"", capacities.sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(capacities.values, ElementsAre("18446744073709551615"));
}

TEST_F(VolumeProvider, CreatesAndUpdatesAsTheFlagsSay) {
    EXPECT_THAT(put({{"Name", "data"}}, WBEM_FLAG_CREATE_ONLY), ResultIs(WBEM_E_ALREADY_EXISTS));
    EXPECT_THAT(put({{"Name", "new"}}, WBEM_FLAG_UPDATE_ONLY), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_THAT(put({{"Name", "data"}}, WBEM_FLAG_UPDATE_ONLY), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(put({{"Name", "new"}}, WBEM_FLAG_CREATE_ONLY), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(put({{"Label", "nameless"}}), ResultIs(WBEM_E_ILLEGAL_NULL));
}

TEST_F(VolumeProvider, RefusesPartialUpdates) {
    const HeldSink sink;
    VARIANT yes{};
    yes.vt = VT_BOOL;
    yes.boolVal = VARIANT_TRUE;
    ASSERT_THAT(wmi_.context->SetValue(OLESTR("__PUT_EXTENSIONS"), 0, &yes), ResultIs(WBEM_S_NO_ERROR));
    const auto volume = wmi_.spawn("Example_Volume", {{"Name", "data"}});
    EXPECT_THAT(provider_->PutInstanceAsync(volume.get(), 0, wmi_.context.get(), sink.get()),
                ResultIs(WBEM_E_PROVIDER_NOT_CAPABLE));
}

TEST_F(VolumeProvider, ForgetsWhatIsDeleted) {
    EXPECT_THAT(remove(kData), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(remove(kData), ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_THAT(result_of_get(kData), ResultIs(WBEM_E_NOT_FOUND));
}

TEST_F(VolumeProvider, StopsWhenTheSinkRefuses) {
    const HeldSink sink(
        {.on_indicate = [](LONG, IWbemClassObject**) { return HRESULT{WBEM_E_OUT_OF_MEMORY}; }});
    ASSERT_THAT(enumerate("Example_Volume", sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(sink->count(SinkEvent::Kind::kIndicate), 1U);
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_E_CALL_CANCELLED));
}

TEST_F(VolumeProvider, TakesAnotherSuccessOfTheSinkForSuccess) {
    const HeldSink sink({.on_indicate = [](LONG, IWbemClassObject**) { return HRESULT{WBEM_S_FALSE}; }});
    ASSERT_THAT(enumerate("Example_Volume", sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(sink->objects(), 3U);
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_S_NO_ERROR));
}

TEST_F(VolumeProvider, CallsWmiWithTheContextOfTheRequest) {
    EXPECT_THAT(result_of_get(kData), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(wmi_.space->last_context(), wmi_.context.get());
}

TEST_F(VolumeProvider, IsNotCapableOfQueriesAndMethods) {
    const HeldSink sink;
    EXPECT_THAT(provider_->ExecQueryAsync(bstr("WQL").get(), bstr("select * from Example_Volume").get(), 0,
                                          nullptr, sink.get()),
                ResultIs(WBEM_E_PROVIDER_NOT_CAPABLE));
    EXPECT_THAT(
        provider_->ExecMethodAsync(bstr(kData).get(), bstr("Format").get(), 0, nullptr, nullptr, sink.get()),
        ResultIs(WBEM_E_PROVIDER_NOT_CAPABLE));
    auto* enumerator = reinterpret_cast<IEnumWbemClassObject*>(&wmi_);
    EXPECT_THAT(provider_->CreateInstanceEnum(bstr("Example_Volume").get(), 0, nullptr, &enumerator),
                ResultIs(WBEM_E_PROVIDER_NOT_CAPABLE));
    EXPECT_EQ(enumerator, nullptr);
}

TEST_F(VolumeProvider, GivesEverythingBackInTheEnd) {
    static_cast<void>(result_of_get(kData));
    EXPECT_EQ(wmi_.space->references_to_last_class(), 0);
    static_cast<void>(result_of_get("Example_Volume.Name=\"none\""));
    EXPECT_EQ(wmi_.space->references_to_last_class(), 0);
    provider_.reset();
    EXPECT_EQ(references(wmi_.space.as<IWbemServices>().get()), 2U);
    EXPECT_EQ(references(wmi_.context.get()), 1U);
    EXPECT_EQ(references(wmi_.init_sink.get()), 1U);
}

TEST(UninitializedVolumeProvider, ServesNothing) {
    const HeldSink sink;
    const auto provider = make_volume_provider().as<IWbemServices>();
    ASSERT_THAT(provider->GetObjectAsync(bstr(kData).get(), 0, nullptr, sink.get()),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_E_INITIALIZATION_FAILURE));
}

}  // namespace
}  // namespace wbemcheck::example::test
