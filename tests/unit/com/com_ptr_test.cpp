#include "harness/com/com_ptr.h"

#include <gtest/gtest.h>

#include <type_traits>
#include <unordered_set>

#include "tests/unit/com/sample_object.h"

namespace wbemcheck::com {
namespace {

using Sink = com_ptr<IWbemObjectSink>;

static_assert(!std::is_convertible_v<Sink, IWbemObjectSink*>);
static_assert(!std::is_convertible_v<IWbemObjectSink*, Sink>);
static_assert(!std::is_convertible_v<Sink, bool>);
static_assert(std::is_constructible_v<bool, Sink>);
static_assert(std::is_convertible_v<com_ptr<IWbemObjectSinkEx>, Sink>, "up the hierarchy");
static_assert(!std::is_convertible_v<Sink, com_ptr<IWbemObjectSinkEx>>, "down only by QueryInterface");
static_assert(std::is_nothrow_move_constructible_v<Sink> && std::is_nothrow_move_assignable_v<Sink>);
static_assert(std::is_nothrow_copy_constructible_v<Sink> && std::is_nothrow_copy_assignable_v<Sink>);
static_assert(sizeof(Sink) == sizeof(void*));

TEST(ComPtr, IsEmptyAtFirst) {
    const Sink pointer;
    EXPECT_FALSE(pointer);
    EXPECT_EQ(pointer.get(), nullptr);
    EXPECT_EQ(pointer, nullptr);
    EXPECT_EQ(Sink(nullptr), pointer);
}

TEST(ComPtr, AdoptsWithoutCounting) {
    std::atomic<int> destroyed = 0;
    com_ptr<SampleObject> object = make_com<SampleObject>(&destroyed);
    SampleObject* const raw = object.detach();
    EXPECT_FALSE(object);
    {
        const com_ptr<SampleObject> owner(raw, adopt);
        EXPECT_EQ(raw->count(), 1U);
    }
    EXPECT_EQ(destroyed, 1);
}

TEST(ComPtr, RetainsWithACountOfItsOwn) {
    const com_ptr<SampleObject> object = make_com<SampleObject>();
    {
        const com_ptr<SampleObject> second(object.get(), retain);
        EXPECT_EQ(object->count(), 2U);
        const com_ptr<SampleObject> third = retain_ptr(object.get());
        EXPECT_EQ(object->count(), 3U);
    }
    EXPECT_EQ(object->count(), 1U);
    EXPECT_FALSE(retain_ptr<IWbemObjectSink>(nullptr));
}

TEST(ComPtr, AdoptPtrTakesTheReferenceOfItsArgument) {
    std::atomic<int> destroyed = 0;
    adopt_ptr(make_com<SampleObject>(&destroyed).detach()).reset();
    EXPECT_EQ(destroyed, 1);
}

TEST(ComPtr, CopiesCountAndMovesDoNot) {
    com_ptr<SampleObject> object = make_com<SampleObject>();
    SampleObject* const raw = object.get();
    com_ptr<SampleObject> copy = object;
    EXPECT_EQ(raw->count(), 2U);
    com_ptr<SampleObject> moved = std::move(object);
    EXPECT_EQ(raw->count(), 2U);
    EXPECT_FALSE(object);
    copy = moved;
    EXPECT_EQ(raw->count(), 2U);
    copy = std::move(moved);
    EXPECT_EQ(raw->count(), 1U);
    EXPECT_EQ(copy.get(), raw);
}

TEST(ComPtr, SurvivesAssignmentToItself) {
    com_ptr<SampleObject> object = make_com<SampleObject>();
    com_ptr<SampleObject>& alias = object;
    object = alias;
    EXPECT_EQ(object->count(), 1U);
    object = std::move(alias);
    ASSERT_TRUE(object);
    EXPECT_EQ(object->count(), 1U);
}

TEST(ComPtr, ConvertsUpTheHierarchyByCopyAndByMove) {
    const com_ptr<SampleObject> object = make_com<SampleObject>();
    com_ptr<IWbemObjectSinkEx> extended = object;
    Sink sink = extended;
    EXPECT_EQ(object->count(), 3U);
    sink = std::move(extended);
    EXPECT_EQ(object->count(), 2U);
    EXPECT_FALSE(extended);
}

TEST(ComPtr, PutReleasesFirst) {
    std::atomic<int> destroyed = 0;
    com_ptr<SampleObject> object = make_com<SampleObject>(&destroyed);
    SampleObject** const out = object.put();
    EXPECT_EQ(destroyed, 1);
    EXPECT_EQ(*out, nullptr);
    *out = make_com<SampleObject>(&destroyed).detach();
    EXPECT_EQ(object->count(), 1U);
    object.reset();
    EXPECT_EQ(destroyed, 2);
}

TEST(ComPtr, AttachReleasesWhatItHeld) {
    std::atomic<int> destroyed = 0;
    com_ptr<SampleObject> object = make_com<SampleObject>(&destroyed);
    object.attach(make_com<SampleObject>().detach());
    EXPECT_EQ(destroyed, 1);
    EXPECT_EQ(object->count(), 1U);
    object.attach(nullptr);
    EXPECT_FALSE(object);
}

TEST(ComPtr, ResetIsEmptyBeforeItReleases) {
    struct Owner {
        com_ptr<IUnknown> held;
        bool was_empty = false;
    };
    class Nosy final : public ComObject<IWbemObjectSink> {
    public:
        explicit Nosy(Owner& owner) : owner_(owner) {}
        HRESULT STDMETHODCALLTYPE Indicate(LONG, IWbemClassObject**) noexcept override { return S_OK; }
        HRESULT STDMETHODCALLTYPE SetStatus(LONG, HRESULT, BSTR, IWbemClassObject*) noexcept override {
            return S_OK;
        }

    private:
        ~Nosy() override { owner_.was_empty = !owner_.held; }
        Owner& owner_;
    };
    Owner owner;
    owner.held = make_com<Nosy>(owner);
    owner.held.reset();
    EXPECT_TRUE(owner.was_empty);
}

TEST(ComPtr, AsAsksTheObject) {
    const com_ptr<SampleObject> object = make_com<SampleObject>();
    const com_ptr<IWbemProviderInitSink> found = object.as<IWbemProviderInitSink>();
    ASSERT_TRUE(found);
    EXPECT_EQ(object->count(), 2U);
    EXPECT_EQ(found->SetStatus(0, 0), 13);
    EXPECT_FALSE(object.as<IWbemServices>());
    EXPECT_EQ(object->count(), 2U);
    EXPECT_FALSE(Sink().as<IWbemServices>());
}

TEST(ComPtr, DoesNotReleaseWhatAFailingQueryInterfaceLeftBehind) {
    // Breaks COM's rule on purpose: fails and leaves a pointer that carries no reference.
    class Careless final : public ComObject<IWbemObjectSink> {
    public:
        HRESULT STDMETHODCALLTYPE QueryInterface(REFIID, void** object) noexcept override {
            *object = static_cast<IWbemObjectSink*>(this);
            return E_NOINTERFACE;
        }
        HRESULT STDMETHODCALLTYPE Indicate(LONG, IWbemClassObject**) noexcept override { return S_OK; }
        HRESULT STDMETHODCALLTYPE SetStatus(LONG, HRESULT, BSTR, IWbemClassObject*) noexcept override {
            return S_OK;
        }
        ULONG count() const noexcept { return reference_count(); }
    };
    const com_ptr<Careless> object = make_com<Careless>();
    EXPECT_FALSE(object.as<IWbemServices>());
    EXPECT_EQ(object->count(), 1U);
}

TEST(ComPtr, ComparesAndHashesAddresses) {
    const com_ptr<SampleObject> one = make_com<SampleObject>();
    const com_ptr<SampleObject> two = make_com<SampleObject>();
    EXPECT_EQ(one, com_ptr<SampleObject>(one));
    EXPECT_NE(one, two);
    const std::unordered_set<com_ptr<SampleObject>> set{one, two, one};
    EXPECT_EQ(set.size(), 2U);
}

}  // namespace
}  // namespace wbemcheck::com
