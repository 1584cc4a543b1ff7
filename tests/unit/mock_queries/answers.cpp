#include "tests/unit/mock_queries/answers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "harness/com/hresult.h"
#include "harness/com/text.h"
#include "harness/com/variant.h"
#include "mock_provider/model/variant_value.h"
#include "mock_provider/services/query_answers.h"
#include "mock_provider/wql/parse.h"
#include "tests/unit/com/result_is.h"

namespace wbemcheck::mock::test {

namespace {

Answer answer_of(const NamespaceStore& space, std::string_view query, LONG flags) {
    const wql::ParseResult parsed = wql::parse_wql(query);
    return parsed.query ? answer_query(space, *parsed.query, std::string(query), flags)
                        : refuse_query(space, std::string(query), *parsed.error);
}

Value value_of(IWbemClassObject* object, std::string_view property) {
    com::variant variant;
    Value value;
    EXPECT_THAT(object->Get(com::to_utf16(property).c_str(), 0, variant.put(), nullptr, nullptr),
                com::ResultIs(WBEM_S_NO_ERROR))
        << property;
    EXPECT_THAT(value_from_variant(*variant.get(), value), com::ResultIs(WBEM_S_NO_ERROR)) << property;
    return value;
}

}  // namespace

std::vector<com::com_ptr<IWbemClassObject>> objects_of(const NamespaceStore& space, std::string_view query,
                                                       LONG flags) {
    const Answer answer = answer_of(space, query, flags);
    EXPECT_THAT(answer.ending.result, com::ResultIs(WBEM_S_NO_ERROR)) << query;
    std::vector<com::com_ptr<IWbemClassObject>> objects;
    for (std::size_t i = 0; answer.objects != nullptr && i < answer.objects->size(); ++i) {
        objects.push_back(answer.objects->make(i));
    }
    return objects;
}

Texts paths_of(const NamespaceStore& space, std::string_view query) {
    Texts paths;
    for (const auto& object : objects_of(space, query)) {
        paths.push_back(text_of(object.get(), "__RELPATH"));
    }
    std::ranges::sort(paths);
    return paths;
}

std::ostream& operator<<(std::ostream& out, const QueryFailure& failure) {
    return out << com::describe_hresult(failure.result) << ": " << failure.message;
}

QueryFailure failure_of(const NamespaceStore& space, std::string_view query) {
    const Answer answer = answer_of(space, query, 0);
    if (answer.ending.details == nullptr) {
        return {answer.ending.result, {}};
    }
    return {answer.ending.result, text_of(answer.ending.details->make(0).get(), "Description")};
}

std::string text_of(IWbemClassObject* object, std::string_view property) {
    const Value value = value_of(object, property);
    if (!value.is_array()) {
        return value_text(value);
    }
    std::string text;
    for (const Value& element : value.as_array()) {
        text += (text.empty() ? "" : ",") + value_text(element);
    }
    return "{" + text + "}";
}

}  // namespace wbemcheck::mock::test
