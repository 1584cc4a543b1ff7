// SetErrorInfo and GetErrorInfo: the error object of a thread.
#include <gtest/gtest.h>

#include <thread>

#include "harness/com/com_object.h"
#include "harness/com/wbem.h"
#include "tests/unit/com/result_is.h"

namespace wbemcheck::com {
namespace {

class Sample final : public ComObject<IErrorInfo> {
public:
    HRESULT STDMETHODCALLTYPE GetGUID(GUID*) noexcept override { return S_OK; }
    HRESULT STDMETHODCALLTYPE GetSource(BSTR*) noexcept override { return S_OK; }
    HRESULT STDMETHODCALLTYPE GetDescription(BSTR*) noexcept override { return S_OK; }
    HRESULT STDMETHODCALLTYPE GetHelpFile(BSTR*) noexcept override { return S_OK; }
    HRESULT STDMETHODCALLTYPE GetHelpContext(DWORD*) noexcept override { return S_OK; }
    [[nodiscard]] ULONG references() const noexcept { return reference_count(); }
};

TEST(ErrorInfo, IsHandedOverOnce) {
    const com_ptr<Sample> sample = make_com<Sample>();
    EXPECT_THAT(SetErrorInfo(0, sample.get()), ResultIs(S_OK));
    EXPECT_EQ(sample->references(), 2U);
    com_ptr<IErrorInfo> taken;
    EXPECT_THAT(GetErrorInfo(0, taken.put()), ResultIs(S_OK));
    EXPECT_EQ(taken.get(), sample.get());
    EXPECT_EQ(sample->references(), 2U) << "the thread's reference is the caller's now";
    EXPECT_THAT(GetErrorInfo(0, taken.put()), ResultIs(S_FALSE));
    EXPECT_EQ(taken, nullptr);
    EXPECT_EQ(sample->references(), 1U);
}

TEST(ErrorInfo, GivesWayToTheNextOne) {
    const com_ptr<Sample> first = make_com<Sample>();
    const com_ptr<Sample> second = make_com<Sample>();
    EXPECT_THAT(SetErrorInfo(0, first.get()), ResultIs(S_OK));
    EXPECT_THAT(SetErrorInfo(0, second.get()), ResultIs(S_OK));
    EXPECT_EQ(first->references(), 1U);
    EXPECT_THAT(SetErrorInfo(0, nullptr), ResultIs(S_OK));
    EXPECT_EQ(second->references(), 1U);
}

TEST(ErrorInfo, IsOfOneThreadAndGoesWithIt) {
    const com_ptr<Sample> sample = make_com<Sample>();
    EXPECT_THAT(SetErrorInfo(0, nullptr), ResultIs(S_OK));
    std::jthread([&] { EXPECT_THAT(SetErrorInfo(0, sample.get()), ResultIs(S_OK)); }).join();
    com_ptr<IErrorInfo> taken;
    EXPECT_THAT(GetErrorInfo(0, taken.put()), ResultIs(S_FALSE));
    EXPECT_EQ(sample->references(), 1U);
}

}  // namespace
}  // namespace wbemcheck::com
