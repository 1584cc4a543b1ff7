// The method provider.
#include "tests/providers/method_provider.h"

#include <gmock/gmock.h>

#include "harness/com/text.h"
#include "harness/com/variant.h"
#include "tests/unit/example_providers/wmi.h"

namespace wbemcheck::example::test {
namespace {

using testing::ElementsAre;

class CalculatorProvider : public testing::Test {
protected:
    [[nodiscard]] com::com_ptr<IWbemClassObject> inputs(LONG left, LONG right) const {
        com::com_ptr<IWbemClassObject> signature;
        EXPECT_THAT(wmi_.get("Example_Calculator")->GetMethod(OLESTR("Add"), 0, signature.put(), nullptr),
                    ResultIs(WBEM_S_NO_ERROR));
        com::com_ptr<IWbemClassObject> values;
        EXPECT_THAT(signature->SpawnInstance(0, values.put()), ResultIs(WBEM_S_NO_ERROR));
        EXPECT_THAT(values->Put(OLESTR("Left"), 0, com::make_variant(left).get(), 0),
                    ResultIs(WBEM_S_NO_ERROR));
        EXPECT_THAT(values->Put(OLESTR("Right"), 0, com::make_variant(right).get(), 0),
                    ResultIs(WBEM_S_NO_ERROR));
        return values;
    }
    [[nodiscard]] HRESULT call(std::string_view path, std::string_view method, IWbemClassObject* in_params,
                               IWbemObjectSink* sink) const {
        return provider_->ExecMethodAsync(bstr(path).get(), bstr(method).get(), 0, wmi_.context.get(),
                                          in_params, sink);
    }

    Wmi wmi_;
    com::com_ptr<IWbemServices> provider_ = wmi_.load<IWbemServices>(make_calculator_provider());
};

TEST_F(CalculatorProvider, DeliversTheSumBeforeTheFinal) {
    Collected sums("Sum");
    ASSERT_THAT(call("Example_Calculator", "Add", inputs(40, 2).get(), sums.sink.get()),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(sums.values, ElementsAre("42"));
    EXPECT_THAT(sums.sink->final_event().result, ResultIs(WBEM_S_NO_ERROR));
    EXPECT_FALSE(sums.sink->has_offence());
    EXPECT_EQ(sums.sink->references(), 1);
    EXPECT_EQ(wmi_.space->last_context(), wmi_.context.get());
}

TEST_F(CalculatorProvider, TellsOfASumThatIsTooBigByItsReturnValue) {
    Collected results("ReturnValue");
    ASSERT_THAT(call("Example_Calculator", "add", inputs(-1, 1).get(), results.sink.get()),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(results.values, ElementsAre("1"));
    EXPECT_THAT(results.sink->final_event().result, ResultIs(WBEM_S_NO_ERROR));
}

TEST_F(CalculatorProvider, ReturnsWhetherTheInputIsRight) {
    const HeldSink sink;
    EXPECT_THAT(call("Example_Calculator", "Add", nullptr, sink.get()),
                ResultIs(WBEM_E_INVALID_METHOD_PARAMETERS));
    EXPECT_THAT(call("Example_Calculator", "Add", inputs(1, 2).get(), nullptr),
                ResultIs(WBEM_E_INVALID_PARAMETER));
    EXPECT_THAT(call("Example_Calculator", "Divide", inputs(1, 2).get(), sink.get()),
                ResultIs(WBEM_E_INVALID_METHOD));
    EXPECT_TRUE(sink->events().empty());
}

TEST_F(CalculatorProvider, DeliversNothingOfAMethodWithoutResults) {
    const HeldSink sink;
    ASSERT_THAT(call("Example_Calculator.Name=\"desk\"", "Clear", nullptr, sink.get()),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(sink->count(SinkEvent::Kind::kIndicate), 0U);
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_S_NO_ERROR));
}

TEST_F(CalculatorProvider, SaysThatAnInstanceIsMissing) {
    const HeldSink sink;
    ASSERT_THAT(call("Example_Calculator.Name=\"none\"", "Clear", nullptr, sink.get()),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_E_NOT_FOUND));
}

TEST_F(CalculatorProvider, GivesEverythingBackInTheEnd) {
    const HeldSink sink;
    ASSERT_THAT(call("Example_Calculator", "Add", inputs(1, 2).get(), sink.get()), ResultIs(WBEM_S_NO_ERROR));
    provider_.reset();
    EXPECT_EQ(references(wmi_.space.as<IWbemServices>().get()), 2U);
    EXPECT_EQ(references(wmi_.context.get()), 1U);
}

}  // namespace
}  // namespace wbemcheck::example::test
