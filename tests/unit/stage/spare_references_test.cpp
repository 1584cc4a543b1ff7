// What is lent to somebody who releases it too often.
#include "harness/probe/reference_count.h"

#include <gtest/gtest.h>

#include "harness/com/com_object.h"

namespace wbemcheck::probe {
namespace {

class Lent final : public com::ComObject<IWbemObjectSink> {
public:
    explicit Lent(bool& is_gone) : is_gone_(is_gone) {}
    ~Lent() override { is_gone_ = true; }
    HRESULT STDMETHODCALLTYPE Indicate(LONG, IWbemClassObject**) noexcept override { return S_OK; }
    HRESULT STDMETHODCALLTYPE SetStatus(LONG, HRESULT, BSTR, IWbemClassObject*) noexcept override { return S_OK; }

private:
    bool& is_gone_;
};

TEST(SpareReferences, GiveTheLenderBackWhatWasTaken) {
    for (const int taken : {0, 1, 3}) {
        bool is_gone = false;
        auto object = com::make_com<Lent>(is_gone);
        {
            SpareReferences spare(object.get());
            for (int i = 0; i < taken; ++i) object.get()->Release();
            EXPECT_EQ(spare.settle(), taken);
        }
        EXPECT_FALSE(is_gone);
        EXPECT_EQ(references_of(*object), 1) << taken;
        object.reset();
        EXPECT_TRUE(is_gone);
    }
}

TEST(SpareReferences, BlameNobodyForAReferenceThatIsKept) {
    bool is_gone = false;
    auto object = com::make_com<Lent>(is_gone);
    auto kept = com::com_ptr<Lent>();
    {
        SpareReferences spare(object.get());
        kept = com::retain_ptr(object.get());
        EXPECT_EQ(spare.settle(), 0);
    }
    EXPECT_EQ(references_of(*object), 2);
}

TEST(SpareReferences, MayStandByForNothing) {
    SpareReferences spare(nullptr);
    EXPECT_EQ(spare.settle(), 0);
}

}  // namespace
}  // namespace wbemcheck::probe
