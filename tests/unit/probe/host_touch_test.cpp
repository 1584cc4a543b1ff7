// What the harness does to objects of the host is not the provider's doing.
#include "harness/probe/host_touch.h"

#include <gtest/gtest.h>

#include "harness/probe/object_digest.h"
#include "harness/probe/reference_count.h"
#include "harness/probe/sink.h"
#include "tests/unit/probe/host.h"

namespace wbemcheck::probe::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(HarnessTouch, Nests) {
    EXPECT_FALSE(is_harness_touch());
    {
        const HarnessTouch outer;
        { const HarnessTouch inner; }
        EXPECT_TRUE(is_harness_touch());
    }
    EXPECT_FALSE(is_harness_touch());
}

TEST(HarnessTouch, IsNeitherRecordedNorCountedNorFailed) {
    Host host;
    const com::com_ptr<IWbemClassObject> object = get(*host.lend_namespace(), kSingle);
    host.ledger->fail_upcall(1, WBEM_E_FAILED);
    const std::size_t before = host.records().size();
    const std::uint64_t own = digest_of(object.get());
    EXPECT_EQ(own, digest_of(host.ledger->inner_of(object.get()).get()));
    EXPECT_EQ(references_of(*object), 1);
    { const SpareReferences spare(object.get()); }
    EXPECT_THAT(host.records(), SizeIs(before));
    EXPECT_FALSE(host.ledger->has_failed());
    EXPECT_EQ(host.ledger->outstanding().front().references, 1);
}

TEST(HarnessTouch, GivesTheObjectsBehind) {
    Host host;
    const com::com_ptr<IWbemClassObject> object = get(*host.lend_namespace(), kSingle);
    const std::size_t before = host.records().size();
    const HarnessTouch touch;
    com::com_ptr<IWbemClassObject> copy;
    EXPECT_THAT(object->Clone(copy.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(host.ledger->id_of(copy.get()), 0U);
    EXPECT_THAT(host.records(), SizeIs(before));
}

TEST(HarnessTouch, KeepsAnObjectThatIsGoneForTheProvider) {
    Host host;
    com::com_ptr<IWbemClassObject> object = get(*host.lend_namespace(), kSingle);
    IWbemClassObject* const pointer = object.get();
    com::com_ptr<IWbemClassObject> ours;
    {
        const HarnessTouch touch;
        ours = com::retain_ptr(pointer);
    }
    object.reset();
    EXPECT_TRUE(host.ledger->wait_until_returned(std::chrono::steady_clock::now()));
    IWbemClassObject* copy = nullptr;
    EXPECT_THAT(pointer->Clone(&copy), ResultIs(RPC_E_DISCONNECTED)) << "the provider has no reference";
    const HarnessTouch touch;
    EXPECT_EQ(text_of(*ours, "Id"), "only") << "the harness has";
    ours.reset();
    EXPECT_THAT(pointer->Clone(&copy), ResultIs(RPC_E_DISCONNECTED));
}

TEST(RecordingSink, LooksAtHostObjectsUnseen) {
    Host host;
    SinkOptions options;
    options.retains_objects = true;
    RecordingSink sink(host.recorder, host.registry, std::move(options));
    com::com_ptr<IWbemClassObject> object = get(*host.lend_namespace(), kSingle);
    IWbemClassObject* pointer = object.get();
    EXPECT_THAT(sink.Indicate(1, &pointer), ResultIs(WBEM_S_NO_ERROR));
    const auto checked = host.events(EventKind::kObjectChecked);
    ASSERT_THAT(checked, SizeIs(1));
    EXPECT_EQ(checked[0].result, 1) << "the provider's own";
    object.reset();
    EXPECT_THAT(host.references(pointer), ElementsAre(-1));
    EXPECT_THAT(host.ledger->outstanding(), IsEmpty());
    {
        const HarnessTouch touch;
        const auto retained = sink.retained_objects();
        ASSERT_THAT(retained, SizeIs(1));
        EXPECT_EQ(text_of(*retained[0], "Id"), "only");
    }
    sink.check_retained_objects();
    EXPECT_THAT(host.events(EventKind::kObjectChecked), SizeIs(2));
    EXPECT_THAT(host.references(pointer), ElementsAre(-1));
}

}  // namespace
}  // namespace wbemcheck::probe::test
