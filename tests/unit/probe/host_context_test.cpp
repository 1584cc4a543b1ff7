// Contexts in the hands of a provider (PRV-7).
#include <gtest/gtest.h>

#include "tests/unit/probe/host.h"

namespace wbemcheck::probe::test {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

TEST(HostContext, KeepsTheValuesOfTheOneBehind) {
    Host host;
    const com::com_ptr<IWbemContext> behind = make_call_context();
    com::variant value = com::make_variant("bread");
    ASSERT_THAT(behind->SetValue(OLESTR("Food"), 0, value.get()), ResultIs(WBEM_S_NO_ERROR));
    IWbemContext* const context = host.ledger->lend(behind, kCall, "pCtx");
    com::variant read;
    EXPECT_THAT(context->GetValue(OLESTR("Food"), 0, read.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(com::to_utf8(read->bstrVal), "bread");
    EXPECT_THAT(host.results(context, Method::kContextGetValue), ElementsAre(WBEM_S_NO_ERROR));
}

TEST(HostContext, CountsAsItsOriginalWhenCloned) {
    Host host;
    IWbemServices* const services = host.lend_namespace();
    IWbemContext* const context = host.lend_context();
    com::com_ptr<IWbemContext> copy, copy_of_copy;
    ASSERT_THAT(context->Clone(copy.put()), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(copy->Clone(copy_of_copy.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_NE(host.ledger->id_of(copy.get()), host.ledger->id_of(context));
    EXPECT_EQ(host.ledger->original_of(copy.get()), host.ledger->id_of(context));
    EXPECT_EQ(host.ledger->original_of(context), host.ledger->id_of(context));
    (void)get(*services, kSingle, copy.get());
    (void)get(*services, kSingle, copy_of_copy.get());
    std::vector<std::int64_t> passed;
    for (const Event& event : host.events(EventKind::kUpcallEntered)) {
        if (event.method == static_cast<std::uint16_t>(Method::kGetObject)) passed.push_back(event.value);
    }
    EXPECT_THAT(passed, ElementsAre(host.ledger->id_of(context), host.ledger->id_of(context)));
    std::vector<std::int64_t> copies;
    for (const Event& event : host.events(EventKind::kHostObject)) {
        if (event.method == static_cast<std::uint16_t>(Interface::kContext)) copies.push_back(event.value2);
    }
    EXPECT_THAT(copies, ElementsAre(0, host.ledger->id_of(context), host.ledger->id_of(context)));
    EXPECT_THAT(host.ledger->outstanding(), SizeIs(2)) << "a clone is the provider's";
}

TEST(HostContext, ReachesTheCallAsTheOneBehind) {
    Host host;
    const com::com_ptr<IWbemContext> behind = make_call_context();
    com::variant value = com::make_variant("bread");
    ASSERT_THAT(behind->SetValue(OLESTR("Food"), 0, value.get()), ResultIs(WBEM_S_NO_ERROR));
    std::string seen;
    host.mock.handle_method("Mock_Calculator", "Reset", [&](const mock::MethodInvocation& call) {
        com::variant read;
        if (call.context != nullptr) (void)call.context->GetValue(OLESTR("Food"), 0, read.put());
        if (read.type() == VT_BSTR) seen = com::to_utf8(read->bstrVal);
        return WBEM_S_NO_ERROR;
    });
    IWbemContext* const context = host.ledger->lend(behind, kCall, "pCtx");
    EXPECT_THAT(host.lend_namespace()->ExecMethod(com::make_bstr("Mock_Calculator.Id=\"calc\"").get(),
                                                  com::make_bstr("Reset").get(), 0, context, nullptr, nullptr, nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(seen, "bread");
    EXPECT_THAT(host.references(context), testing::IsEmpty()) << "the services have looked at the one behind";
}

}  // namespace
}  // namespace wbemcheck::probe::test
