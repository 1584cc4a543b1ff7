// Classes and instances at random: what is printed of them loads again as the same.
#include <random>

#include "mock_provider/model/class_builder.h"
#include "mock_provider/model/datetime.h"
#include "mock_provider/model/mof_text.h"
#include "mock_provider/model/object_content.h"
#include "tests/unit/mock_mof/mof_fixture.h"

namespace wbemcheck::mock::mof {
namespace {

constexpr std::uint32_t kFirstSeed = 20'260'101;
constexpr int kRounds = 300;

class Generator {
public:
    explicit Generator(std::uint32_t seed) : engine_(seed) {}

    [[nodiscard]] std::uint64_t below(std::uint64_t limit) { return engine_() % limit; }
    [[nodiscard]] bool maybe() { return below(2) == 0; }

    [[nodiscard]] std::string text() {
        static constexpr std::array<std::string_view, 14> kPieces{
            "a",  "Z9",   " ", "\"", "\\", "'", "\n", "\t", "\r\n", "\x01", "\xC3\xA4", "\xF0\x9F\x98\x80",
            "//", "\\x41"};
        std::string text;
        for (std::uint64_t i = below(12); i > 0; --i) text += kPieces[below(kPieces.size())];
        return text;
    }

    [[nodiscard]] CimType type() {
        static constexpr std::array kTypes{
            CimType::kBoolean,  CimType::kSint8,     CimType::kUint8,  CimType::kSint16,
            CimType::kUint16,   CimType::kSint32,    CimType::kUint32, CimType::kSint64,
            CimType::kUint64,   CimType::kReal32,    CimType::kReal64, CimType::kString,
            CimType::kDatetime, CimType::kReference, CimType::kChar16, CimType::kObject};
        return kTypes[below(kTypes.size())];
    }

    [[nodiscard]] Value scalar_value(CimType type) {
        const unsigned shift = static_cast<unsigned>(below(64));
        if (is_integer(type) || type == CimType::kChar16) {
            const std::uint64_t bits = engine_() >> shift;
            Value value = maybe() && is_signed_integer(type)
                              ? Value::sint64(-static_cast<std::int64_t>(bits >> 1U))
                              : Value::uint64(bits);
            return convert_value(value, {type, false}).value_or(Value::null({type, false}));
        }
        switch (type) {
            case CimType::kBoolean:
                return Value::boolean(maybe());
            case CimType::kReal32:
                return Value::real32(static_cast<float>(real()));
            case CimType::kReal64:
                return Value::real64(real());
            case CimType::kDatetime:
                return Value::datetime(
                    format_datetime({maybe(), static_cast<std::int64_t>(below(4'000'000'000'000'000))}));
            case CimType::kReference:
                return Value::reference(text());
            case CimType::kObject:
                return embedded_ == nullptr ? Value::null({type, false})
                                            : Value::object(instance(embedded_, false));
            default:
                return Value::string(text());
        }
    }

    [[nodiscard]] Value value(Type type) {
        if (below(6) == 0) return Value::null(type);
        if (!type.is_array) return scalar_value(type.base);
        Value::Array elements;
        for (std::uint64_t i = below(4); i > 0; --i) elements.push_back(scalar_value(type.base));
        return Value::array(type.base, std::move(elements));
    }

    [[nodiscard]] QualifierList qualifiers() {
        static constexpr std::array kTypes{CimType::kBoolean, CimType::kSint32, CimType::kReal64,
                                           CimType::kString};
        QualifierList list;
        for (std::uint64_t i = below(4); i > 0; --i) {
            const CimType base = kTypes[below(kTypes.size())];
            Qualifier qualifier{
                "Q" + std::to_string(below(6)), scalar_value(base), {maybe(), maybe(), false, maybe()}};
            if (below(4) == 0) {
                qualifier.value = Value::array(base, {scalar_value(base), scalar_value(base)});
            }
            const bool has_null = qualifier.value.is_null() ||
                                  (qualifier.value.is_array() && (qualifier.value.as_array()[0].is_null() ||
                                                                  qualifier.value.as_array()[1].is_null()));
            if (!has_null) list.set(std::move(qualifier));
        }
        return list;
    }

    [[nodiscard]] std::shared_ptr<const ClassDefinition> definition(
        std::string name, std::shared_ptr<const ClassDefinition> superclass) {
        const bool is_derived = superclass != nullptr;
        ClassBuilder builder(name, std::move(superclass));
        const QualifierList own = qualifiers();
        for (const Qualifier& qualifier : own.items()) {
            builder.qualifier(qualifier.name, qualifier.value, qualifier.flavor);
        }
        if (!is_derived) builder.key("Id", CimType::kUint32);
        for (std::uint64_t i = below(8); i > 0; --i) {
            const std::string property = name + "_" + std::to_string(i);
            const CimType base = type();
            if (base == CimType::kReference) {
                builder.reference(property, maybe() ? "Base" : "", qualifiers());
            } else if (base == CimType::kObject) {
                builder.object(property, maybe() ? "Base" : "", qualifiers());
            } else {
                const Type declared{base, maybe()};
                builder.property(property, declared, value(declared), qualifiers());
            }
        }
        for (std::uint64_t i = below(3); i > 0; --i) builder.method(method(name + "_M" + std::to_string(i)));
        return builder.build();
    }

    [[nodiscard]] std::shared_ptr<const Instance> instance(std::shared_ptr<const ClassDefinition> from,
                                                           bool is_outer) {
        std::vector<Value> values;
        const auto keep = std::exchange(embedded_, is_outer ? embedded_ : nullptr);
        for (const Property& property : from->properties()) {
            values.push_back(property.is_key() ? Value::uint32(static_cast<std::uint32_t>(below(1000)))
                                               : value(property.type));
        }
        embedded_ = keep;
        return std::make_shared<const Instance>(std::move(from), std::move(values));
    }

    void embed(std::shared_ptr<const ClassDefinition> definition) { embedded_ = std::move(definition); }

private:
    [[nodiscard]] double real() {
        const double magnitude =
            std::ldexp(static_cast<double>(below(1'000'000'007)), static_cast<int>(below(160)) - 90);
        return maybe() ? magnitude : -magnitude;
    }

    [[nodiscard]] MethodBuilder method(std::string name) {
        MethodBuilder builder(std::move(name), maybe() ? std::optional(CimType::kUint32) : std::nullopt);
        for (std::uint64_t i = below(4); i > 0; --i) {
            const std::string parameter = "P" + std::to_string(i);
            const Type declared{type(), maybe()};
            if (declared.base == CimType::kReference) continue;
            const std::uint64_t direction = below(3);
            if (direction == 0) builder.in(parameter, declared);
            if (direction == 1) builder.out(parameter, declared);
            if (direction == 2) builder.in_out(parameter, declared);
        }
        return builder;
    }

    std::mt19937_64 engine_;
    std::shared_ptr<const ClassDefinition> embedded_;
};

class RandomRoundTrip : public MofFixture {};

TEST_F(RandomRoundTrip, KeepsClassesAndInstances) {
    for (std::uint32_t seed = kFirstSeed; seed < kFirstSeed + kRounds; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Generator generator(seed);
        Repository first;
        Repository second;
        for (Repository* const repository : {&first, &second}) {
            ASSERT_EQ(repository->create_namespace("root"), S_OK);
        }
        const auto from = first.find_namespace("root");
        const auto to = second.find_namespace("root");
        ASSERT_EQ(from->put_class(*generator.definition("Base", nullptr), 0), S_OK);
        ASSERT_EQ(from->put_class(*generator.definition("Derived", from->find_class("Base")), 0), S_OK);
        for (const char* const name : {"Base", "Derived"}) {
            const auto kept = from->find_class(name);
            const Loaded loaded = load_text(second, "root", class_mof(*kept));
            ASSERT_TRUE(loaded.errors.empty()) << to_text(loaded.errors.front()) << '\n' << class_mof(*kept);
            ASSERT_TRUE(to->find_class(name)->same_content(*kept)) << class_mof(*kept);
        }
        generator.embed(from->find_class("Base"));
        const auto instance = generator.instance(from->find_class("Derived"), true);
        const ReadInstances read = read_instances(*to, instance_mof(*instance));
        ASSERT_TRUE(read.errors.empty()) << to_text(read.errors.front()) << '\n' << instance_mof(*instance);
        ASSERT_EQ(read.instances.size(), 1U);
        ASSERT_TRUE(
            same_content({nullptr, read.instances.front()}, {nullptr, instance}, WBEM_COMPARISON_INCLUDE_ALL))
            << instance_mof(*instance) << instance_mof(*read.instances.front());
    }
}

}  // namespace
}  // namespace wbemcheck::mock::mof
