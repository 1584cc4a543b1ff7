#include "mock_provider/model/schema.h"

#include <fmt/format.h>

#include <utility>

#include "harness/com/hresult.h"
#include "mock_provider/model/class_builder.h"
#include "mock_provider/model/datetime.h"

namespace wbemcheck::mock {

namespace {

// 2024-01-01 00:00 UTC, when the first item was made; one more hour for each that follows.
constexpr std::int64_t kFirstCreation = 1'704'067'200'000'000;
constexpr std::int64_t kHour = 3'600'000'000;

class Schema {
public:
    explicit Schema(NamespaceStore& space) : space_(space) {}

    [[nodiscard]] ClassBuilder derived(std::string name, std::string_view superclass) const {
        return ClassBuilder(std::move(name), space_.find_class(superclass));
    }
    void add(const ClassBuilder& builder) {
        com::throw_if_failed(space_.put_class(*builder.build(), WBEM_FLAG_CREATE_ONLY));
    }
    void add_instance(std::string_view class_name,
                      std::initializer_list<std::pair<std::string_view, Value>> values) {
        const auto instance = make_instance(space_.find_class(class_name), values);
        com::throw_if_failed(space_.put_instance(*instance, WBEM_FLAG_CREATE_ONLY));
    }

private:
    NamespaceStore& space_;
};

void add_items(Schema& schema, std::size_t objects) {
    schema.add(ClassBuilder("Mock_Item")
                   .key("Name", CimType::kString)
                   .property("Value", CimType::kUint32)
                   .property("Text", CimType::kString)
                   .property("Enabled", CimType::kBoolean)
                   .property("Size", CimType::kUint64)
                   .property("Ratio", CimType::kReal64)
                   .property("Tags", array_of(CimType::kString))
                   .property("Created", CimType::kDatetime));
    schema.add(schema.derived("Mock_SpecialItem", "Mock_Item").property("Note", CimType::kString));

    for (std::size_t i = 1; i <= objects; ++i) {
        const bool is_odd = i % 2 == 1;
        const auto number = static_cast<std::int64_t>(i);
        schema.add_instance(
            "Mock_Item",
            {{"Name", Value::string(fmt::format("item-{:04}", i))},
             {"Value", Value::uint32(static_cast<std::uint32_t>(i))},
             {"Text", Value::string(fmt::format("The text of item {}", i))},
             {"Enabled", Value::boolean(is_odd)},
             {"Size", Value::uint64((std::uint64_t{1} << 32) + i)},  // beyond 32 bits
             {"Ratio", Value::real64(static_cast<double>(i) / 4)},
             {"Tags", Value::strings({is_odd ? "odd" : "even", fmt::format("tag-{}", i % 3)})},
             {"Created", Value::datetime(format_datetime({false, kFirstCreation + (number - 1) * kHour}))}});
    }
}

void add_small_classes(Schema& schema) {
    schema.add(ClassBuilder("Mock_Single").key("Id", CimType::kString).property("Text", CimType::kString));
    schema.add_instance("Mock_Single",
                        {{"Id", Value::string("only")}, {"Text", Value::string("The only one")}});
    schema.add(ClassBuilder("Mock_Empty").key("Id", CimType::kString).property("Text", CimType::kString));
    schema.add(ClassBuilder("Mock_Writable")
                   .key("Name", CimType::kString)
                   .property("Value", CimType::kUint32)
                   .property("Text", CimType::kString));
}

void add_hierarchies(Schema& schema) {
    schema.add(ClassBuilder("Mock_Base").abstract().key("Id", CimType::kString));
    schema.add(schema.derived("Mock_DerivedA", "Mock_Base").property("A", CimType::kSint32));
    schema.add(schema.derived("Mock_DerivedB", "Mock_Base").property("B", CimType::kSint32));
    schema.add(schema.derived("Mock_DerivedC", "Mock_Base").property("C", CimType::kSint32));
    schema.add(schema.derived("Mock_DerivedA2", "Mock_DerivedA").property("A2", CimType::kSint32));
    schema.add(ClassBuilder("Mock_Parent").key("Id", CimType::kString));
    schema.add(schema.derived("Mock_Child", "Mock_Parent").property("Text", CimType::kString));
    schema.add(ClassBuilder("Mock_Leaf").key("Id", CimType::kString));
    // Without keys, so that subclasses may bring their own.
    schema.add(ClassBuilder("Mock_Scratch").property("Text", CimType::kString));
}

void add_methods_and_events(Schema& schema) {
    const Type sint32 = scalar(CimType::kSint32);
    schema.add(
        ClassBuilder("Mock_Calculator")
            .key("Id", CimType::kString)
            .method(MethodBuilder("Add", CimType::kUint32)
                        .qualifier("implemented")
                        .in("A", sint32)
                        .in("B", sint32)
                        .out("Sum", sint32))
            .method(MethodBuilder("Reset").qualifier("implemented"))
            .method(MethodBuilder("Fail", CimType::kUint32)
                        .qualifier("implemented")
                        .out("Reason", scalar(CimType::kString)))
            .method(MethodBuilder("Broken", CimType::kUint32))
            .method(
                MethodBuilder("Disabled", CimType::kUint32).qualifier("implemented").qualifier("disabled")));
    schema.add_instance("Mock_Calculator", {{"Id", Value::string("calc")}});

    schema.add(schema.derived("Mock_Event", "__ExtrinsicEvent")
                   .property("Sequence", CimType::kUint32)
                   .property("Message", CimType::kString));
    schema.add(ClassBuilder("Mock_EventSource")
                   .key("Id", CimType::kString)
                   .method(MethodBuilder("Fire", CimType::kUint32)
                               .qualifier("implemented")
                               .in("Count", scalar(CimType::kUint32))));
    schema.add_instance("Mock_EventSource", {{"Id", Value::string("source")}});
}

}  // namespace

void add_mock_schema(NamespaceStore& space, std::size_t objects) {
    Schema schema(space);
    add_items(schema, objects);
    add_small_classes(schema);
    add_hierarchies(schema);
    add_methods_and_events(schema);
}

std::unique_ptr<Repository> make_mock_repository(std::size_t objects) {
    auto repository = std::make_unique<Repository>();
    for (const char* const path : {"root", "root\\mock", "root\\mock\\child"}) {
        com::throw_if_failed(repository->create_namespace(path));
    }
    add_mock_schema(*repository->find_namespace("root\\mock"), objects);
    return repository;
}

}  // namespace wbemcheck::mock
