// Amended qualifiers: what WBEM_FLAG_USE_AMENDED_QUALIFIERS adds to what is read and takes from what is put.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "harness/com/text.h"
#include "harness/com/variant.h"
#include "tests/unit/mock_services/client.h"
#include "tests/unit/mock_services/delivered.h"

namespace wbemcheck::mock::test {
namespace {

constexpr LONG kAmended = WBEM_FLAG_USE_AMENDED_QUALIFIERS;
constexpr LONG kText = WBEM_FLAVOR_AMENDED | WBEM_FLAVOR_FLAG_PROPAGATE_TO_INSTANCE;

com::com_ptr<IWbemQualifierSet> qualifiers_of(IWbemClassObject& object, std::string_view property = {}) {
    com::com_ptr<IWbemQualifierSet> set;
    EXPECT_THAT(property.empty() ? object.GetQualifierSet(set.put())
                                 : object.GetPropertyQualifierSet(com::to_utf16(property).c_str(), set.put()),
                ResultIs(WBEM_S_NO_ERROR));
    return set;
}

void put_text(IWbemQualifierSet& set, std::string_view name, std::string_view text, LONG flavor) {
    EXPECT_THAT(set.Put(com::to_utf16(name).c_str(), com::make_variant(text).get(), flavor),
                ResultIs(WBEM_S_NO_ERROR));
}

// The text of a qualifier; "" when there is none of that name.
std::string text_of(IWbemQualifierSet& set, std::string_view name) {
    com::variant value;
    const HRESULT result = set.Get(com::to_utf16(name).c_str(), 0, value.put(), nullptr);
    if (result == WBEM_E_NOT_FOUND) {
        return {};
    }
    EXPECT_THAT(result, ResultIs(WBEM_S_NO_ERROR));
    return com::to_utf8(value->bstrVal);
}

com::com_ptr<IWbemClassObject> get(IWbemServices& services, std::string_view path, LONG flags) {
    com::com_ptr<IWbemClassObject> object;
    EXPECT_THAT(services.GetObject(bstr(path).get(), flags, nullptr, object.put(), nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    return object;
}

// A class Town with the neutral qualifier Kind, and in ms_409 and ms_407 its texts: Description of the class
// and of Name.
class LocalizedTest : public ::testing::Test {
protected:
    LocalizedTest() {
        const auto town = get(*client_.services, "", 0);
        EXPECT_THAT(town->Put(OLESTR("__CLASS"), 0, com::make_variant("Town").get(), 0),
                    ResultIs(WBEM_S_NO_ERROR));
        EXPECT_THAT(town->Put(OLESTR("Name"), 0, nullptr, CIM_STRING), ResultIs(WBEM_S_NO_ERROR));
        EXPECT_THAT(qualifiers_of(*town, "Name")->Put(OLESTR("key"), com::make_bool_variant(true).get(), 0),
                    ResultIs(WBEM_S_NO_ERROR));
        put_text(*qualifiers_of(*town), "Kind", "place", 0);
        EXPECT_THAT(client_.services->PutClass(town.get(), 0, nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
        add_texts("ms_409", "a town", "its name");
        add_texts("ms_407", "eine Stadt", "ihr Name");
    }

    void add_texts(std::string_view locale, std::string_view of_class, std::string_view of_name) const {
        const auto space = client_.spawn("__NAMESPACE", "Name", locale);
        EXPECT_THAT(client_.services->PutInstance(space.get(), 0, nullptr, nullptr),
                    ResultIs(WBEM_S_NO_ERROR));
        const auto texts = connect(locale, "");
        const auto amended = get(*texts, "", 0);
        EXPECT_THAT(amended->Put(OLESTR("__CLASS"), 0, com::make_variant("Town").get(), 0),
                    ResultIs(WBEM_S_NO_ERROR));
        EXPECT_THAT(amended->Put(OLESTR("Name"), 0, nullptr, CIM_STRING), ResultIs(WBEM_S_NO_ERROR));
        EXPECT_THAT(
            qualifiers_of(*amended, "Name")->Put(OLESTR("key"), com::make_bool_variant(true).get(), 0),
            ResultIs(WBEM_S_NO_ERROR));
        EXPECT_THAT(qualifiers_of(*amended)->Put(OLESTR("Amendment"), com::make_bool_variant(true).get(), 0),
                    ResultIs(WBEM_S_NO_ERROR));
        put_text(*qualifiers_of(*amended), "Description", of_class, kText);
        put_text(*qualifiers_of(*amended, "Name"), "Description", of_name, kText);
        EXPECT_THAT(texts->PutClass(amended.get(), 0, nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
    }

    // To root\mock, or to a namespace below it.
    [[nodiscard]] com::com_ptr<IWbemServices> connect(std::string_view child, std::string_view locale) const {
        const std::string path = "root\\mock" + (child.empty() ? std::string() : '\\' + std::string(child));
        com::com_ptr<IWbemServices> services;
        EXPECT_THAT(
            client_.mock->locator()->ConnectServer(bstr(path).get(), nullptr, nullptr, bstr(locale).get(), 0,
                                                   nullptr, nullptr, services.put()),
            ResultIs(WBEM_S_NO_ERROR));
        return services;
    }

    Client client_;
};

TEST_F(LocalizedTest, WithoutTheFlagObjectsAreNeutral) {
    const auto town = get(*client_.services, "Town", 0);
    EXPECT_EQ(text_of(*qualifiers_of(*town), "Kind"), "place");
    EXPECT_EQ(text_of(*qualifiers_of(*town), "Description"), "");
    EXPECT_EQ(text_of(*qualifiers_of(*town, "Name"), "Description"), "");
}

TEST_F(LocalizedTest, WithTheFlagClassesHaveTheTextsOfTheLocale) {
    const auto town = get(*client_.services, "Town", kAmended);
    EXPECT_EQ(text_of(*qualifiers_of(*town), "Kind"), "place");
    EXPECT_EQ(text_of(*qualifiers_of(*town), "Description"), "a town");
    EXPECT_EQ(text_of(*qualifiers_of(*town, "Name"), "Description"), "its name");
    EXPECT_EQ(text_of(*qualifiers_of(*town), "Amendment"), "")
        << "marks the amended class, not the amended object";
    EXPECT_EQ(test::text_of(town.get(), "__NAMESPACE"), "root\\mock");

    const auto german = connect("", "MS_407");
    EXPECT_EQ(text_of(*qualifiers_of(*get(*german, "Town", kAmended)), "Description"), "eine Stadt");
    EXPECT_EQ(text_of(*qualifiers_of(*get(*connect("", "ms_40C"), "Town", kAmended)), "Description"), "");
}

TEST_F(LocalizedTest, WithTheFlagInstancesHaveThemToo) {
    const auto berlin = client_.spawn("Town", "Name", "Berlin");
    EXPECT_THAT(client_.services->PutInstance(berlin.get(), 0, nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
    const auto amended = get(*client_.services, "Town.Name=\"Berlin\"", kAmended);
    EXPECT_EQ(text_of(*qualifiers_of(*amended), "Description"), "a town");
    EXPECT_EQ(test::text_of(amended.get(), "Name"), "Berlin");
    EXPECT_EQ(text_of(*qualifiers_of(*get(*client_.services, "Town.Name=\"Berlin\"", 0)), "Description"), "");
}

TEST_F(LocalizedTest, EveryCallThatTakesTheFlagKeepsIt) {
    const auto berlin = client_.spawn("Town", "Name", "Berlin");
    EXPECT_THAT(client_.services->PutInstance(berlin.get(), 0, nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
    const auto described = [](const Delivered& delivered) {
        for (const auto& object : delivered.objects) {
            if (test::text_of(object.get(), "__CLASS") == "Town") {
                return text_of(*qualifiers_of(*object), "Description");
            }
        }
        return std::string("no Town");
    };
    IWbemServices& services = *client_.services;
    const auto town = bstr("Town");
    EXPECT_EQ(described(deliver([&](IWbemObjectSink* sink) {
                  return services.GetObjectAsync(town.get(), kAmended, nullptr, sink);
              })),
              "a town");
    EXPECT_EQ(described(deliver([&](IWbemObjectSink* sink) {
                  return services.CreateClassEnumAsync(nullptr, kAmended, nullptr, sink);
              })),
              "a town");
    EXPECT_EQ(described(deliver([&](IWbemObjectSink* sink) {
                  return services.CreateInstanceEnumAsync(town.get(), kAmended, nullptr, sink);
              })),
              "a town");
    EXPECT_EQ(described(deliver([&](IWbemObjectSink* sink) {
                  return client_.query_async("SELECT * FROM Town", sink, kAmended);
              })),
              "a town");
    const auto enumerator = client_.query("SELECT Name FROM Town", kAmended);
    com::com_ptr<IWbemClassObject> object;
    ULONG returned = 0;
    EXPECT_THAT(enumerator->Next(0, 1, object.put(), &returned), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(text_of(*qualifiers_of(*object, "Name"), "Description"), "its name");
}

TEST_F(LocalizedTest, AnAmendedObjectIsPutWithTheFlagOnly) {
    const auto town = get(*client_.services, "Town", kAmended);
    EXPECT_THAT(client_.services->PutClass(town.get(), 0, nullptr, nullptr), ResultIs(WBEM_E_AMENDED_OBJECT));
    com::com_ptr<IWbemClassObject> instance;
    EXPECT_THAT(town->SpawnInstance(0, instance.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(instance->Put(OLESTR("Name"), 0, com::make_variant("Rome").get(), 0),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(text_of(*qualifiers_of(*instance), "Description"), "a town");
    EXPECT_THAT(client_.services->PutInstance(instance.get(), 0, nullptr, nullptr),
                ResultIs(WBEM_E_AMENDED_OBJECT));
    EXPECT_THAT(client_.services->PutInstance(instance.get(), kAmended, nullptr, nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(test::text_of(get(*client_.services, "Town.Name=\"Rome\"", 0).get(), "Name"), "Rome");
}

TEST_F(LocalizedTest, APutWithTheFlagStoresNoAmendedQualifier) {
    const auto town = get(*client_.services, "Town", kAmended);
    put_text(*qualifiers_of(*town), "Kind", "spot", 0);
    EXPECT_THAT(client_.services->PutClass(town.get(), kAmended, nullptr, nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    const auto stored = get(*client_.services, "Town", 0);
    EXPECT_EQ(text_of(*qualifiers_of(*stored), "Kind"), "spot");
    EXPECT_EQ(text_of(*qualifiers_of(*stored), "Description"), "");
    EXPECT_EQ(text_of(*qualifiers_of(*get(*client_.services, "Town", kAmended)), "Description"), "a town")
        << "the texts are in another namespace";
}

TEST_F(LocalizedTest, APutWithoutTheFlagStoresEveryQualifier) {
    const auto town = get(*client_.services, "Town", 0);
    put_text(*qualifiers_of(*town), "Hint", "local", kText);
    EXPECT_THAT(client_.services->PutClass(town.get(), 0, nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(text_of(*qualifiers_of(*get(*client_.services, "Town", 0)), "Hint"), "local");

    const auto rome = client_.spawn("Town", "Name", "Rome");
    put_text(*qualifiers_of(*rome), "Mine", "kept", WBEM_FLAVOR_AMENDED);
    EXPECT_THAT(client_.services->PutInstance(rome.get(), 0, nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(text_of(*qualifiers_of(*get(*client_.services, "Town.Name=\"Rome\"", 0)), "Mine"), "kept");
    EXPECT_THAT(client_.services->PutInstance(rome.get(), kAmended, nullptr, nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(text_of(*qualifiers_of(*get(*client_.services, "Town.Name=\"Rome\"", 0)), "Mine"), "");
}

TEST_F(LocalizedTest, AnAmendedClassCountsAsAbstract) {
    const auto texts = connect("ms_409", "");
    com::com_ptr<IWbemClassObject> instance;
    EXPECT_THAT(get(*texts, "Town", 0)->SpawnInstance(0, instance.put()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(instance->Put(OLESTR("Name"), 0, com::make_variant("Rome").get(), 0),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(texts->PutInstance(instance.get(), 0, nullptr, nullptr), ResultIs(WBEM_E_ILLEGAL_OPERATION));
}

TEST_F(LocalizedTest, AChildNamespaceIsOpenedWithTheLocaleOfItsParent) {
    const auto root = [&] {
        com::com_ptr<IWbemServices> services;
        EXPECT_THAT(
            client_.mock->locator()->ConnectServer(bstr("root").get(), nullptr, nullptr, bstr("MS_407").get(),
                                                   0, nullptr, nullptr, services.put()),
            ResultIs(WBEM_S_NO_ERROR));
        return services;
    }();
    com::com_ptr<IWbemServices> opened;
    EXPECT_THAT(root->OpenNamespace(bstr("mock").get(), 0, nullptr, opened.put(), nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(text_of(*qualifiers_of(*get(*opened, "Town", kAmended)), "Description"), "eine Stadt");
}

}  // namespace
}  // namespace wbemcheck::mock::test
