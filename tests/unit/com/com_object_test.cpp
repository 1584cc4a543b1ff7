#include "harness/com/com_object.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <new>
#include <stdexcept>
#include <thread>
#include <vector>

#include "tests/unit/com/result_is.h"
#include "tests/unit/com/sample_object.h"
#include "tests/unit/latch.h"

namespace wbemcheck::com {
namespace {

TEST(ComObjectCount, StartsAtOneAndDeletesAtZero) {
    std::atomic<int> destroyed = 0;
    SampleObject* const object = make_com<SampleObject>(&destroyed).detach();
    EXPECT_EQ(object->count(), 1U);
    EXPECT_EQ(object->AddRef(), 2U);
    EXPECT_EQ(object->Release(), 1U);
    EXPECT_EQ(destroyed, 0);
    EXPECT_EQ(object->Release(), 0U);
    EXPECT_EQ(destroyed, 1);
}

TEST(ComObjectCount, IsSharedByAllInterfaces) {
    const com_ptr<SampleObject> object = make_com<SampleObject>();
    IWbemProviderInitSink* const second = object.get();
    EXPECT_EQ(second->AddRef(), 2U);
    EXPECT_EQ(static_cast<IWbemObjectSinkEx*>(object.get())->Release(), 1U);
}

TEST(ComObjectCount, ComesOutRightWhenManyThreadsCount) {
    constexpr int kThreads = 4;
    constexpr int kRounds = 10000;
    std::atomic<int> destroyed = 0;
    com_ptr<IWbemObjectSink> object = make_com<SampleObject>(&destroyed);
    {
        wbemcheck::test::Latch start(kThreads);
        std::vector<std::jthread> threads;
        for (int i = 0; i < kThreads; ++i) {
            threads.emplace_back([&start, own = object]() mutable {
                start.arrive_and_wait();
                for (int round = 0; round < kRounds; ++round) {
                    const com_ptr<IWbemObjectSink> copy = own;
                    const com_ptr<IWbemProviderInitSink> other = copy.as<IWbemProviderInitSink>();
                }
                own.reset();
            });
        }
    }
    EXPECT_EQ(destroyed, 0);
    EXPECT_EQ(object->AddRef(), 2U);
    EXPECT_EQ(object->Release(), 1U);
    object.reset();
    EXPECT_EQ(destroyed, 1);
}

TEST(ComObjectCount, HandsTheWritesOfEveryOwnerToTheDestructor) {
    // TSan sees it if the last Release does not acquire what the other owners wrote before theirs.
    class Notes final : public ComObject<IWbemObjectSink> {
    public:
        explicit Notes(int& sum) : sum_(sum) {}
        HRESULT STDMETHODCALLTYPE Indicate(LONG which, IWbemClassObject**) noexcept override {
            notes_[which] = 1;
            return S_OK;
        }
        HRESULT STDMETHODCALLTYPE SetStatus(LONG, HRESULT, BSTR, IWbemClassObject*) noexcept override {
            return S_OK;
        }

    private:
        ~Notes() override { sum_ = notes_[0] + notes_[1] + notes_[2]; }
        int notes_[3] = {};
        int& sum_;
    };
    int sum = 0;
    {
        com_ptr<IWbemObjectSink> object = make_com<Notes>(sum);
        wbemcheck::test::Latch start(3);
        std::vector<std::jthread> threads;
        for (LONG i = 0; i < 3; ++i) {
            threads.emplace_back([&start, i, own = object]() mutable {
                start.arrive_and_wait();
                own->Indicate(i, nullptr);
                own.reset();
            });
        }
        object.reset();
    }
    EXPECT_EQ(sum, 3);
}

TEST(ComObjectQueryInterface, NeedsAPlaceForTheAnswer) {
    const com_ptr<SampleObject> object = make_com<SampleObject>();
    EXPECT_THAT(object->QueryInterface(iid_of<IUnknown>(), nullptr), ResultIs(E_POINTER));
    EXPECT_EQ(object->count(), 1U);
}

TEST(ComObjectQueryInterface, ClearsTheAnswerWhenItRefuses) {
    const com_ptr<SampleObject> object = make_com<SampleObject>();
    void* answer = object.get();
    EXPECT_THAT(object->QueryInterface(iid_of<IWbemServices>(), &answer), ResultIs(E_NOINTERFACE));
    EXPECT_EQ(answer, nullptr);
    answer = object.get();
    EXPECT_THAT(object->QueryInterface(IID_NULL, &answer), ResultIs(E_NOINTERFACE));
    EXPECT_EQ(answer, nullptr);
    EXPECT_EQ(object->count(), 1U);
}

TEST(ComObjectQueryInterface, CountsEveryAnswerOnce) {
    const com_ptr<SampleObject> object = make_com<SampleObject>();
    void* answer = nullptr;
    EXPECT_THAT(object->QueryInterface(iid_of<IWbemObjectSink>(), &answer), ResultIs(S_OK));
    EXPECT_EQ(object->count(), 2U);
    static_cast<IWbemObjectSink*>(answer)->Release();
    EXPECT_EQ(object->count(), 1U);
}

TEST(ComObjectQueryInterface, FindsEveryInterfaceAtItsOwnAddress) {
    const com_ptr<SampleObject> object = make_com<SampleObject>();
    EXPECT_EQ(object.as<IWbemObjectSinkEx>().get(), static_cast<IWbemObjectSinkEx*>(object.get()));
    EXPECT_EQ(object.as<IWbemProviderInitSink>().get(), static_cast<IWbemProviderInitSink*>(object.get()));
    EXPECT_EQ(object.as<IWbemProviderInitSink>()->SetStatus(0, 0), 13);
}

TEST(ComObjectQueryInterface, FindsTheInterfaceThatAnotherDerivesFrom) {
    const com_ptr<IWbemObjectSink> sink = make_com<SampleObject>().as<IWbemObjectSink>();
    ASSERT_TRUE(sink);
    EXPECT_EQ(sink->Indicate(0, nullptr), 3);
}

TEST(ComObjectQueryInterface, GivesOneIdentityFromEveryInterface) {
    const com_ptr<SampleObject> object = make_com<SampleObject>();
    const com_ptr<IUnknown> identity = object.as<IUnknown>();
    ASSERT_TRUE(identity);
    EXPECT_EQ(object.as<IWbemObjectSink>().as<IUnknown>(), identity);
    EXPECT_EQ(object.as<IWbemObjectSinkEx>().as<IUnknown>(), identity);
    EXPECT_EQ(object.as<IWbemProviderInitSink>().as<IUnknown>(), identity);
    EXPECT_EQ(identity.get(), static_cast<IUnknown*>(static_cast<IWbemObjectSinkEx*>(object.get())));
}

TEST(ComObjectQueryInterface, IsSymmetricAndTransitive) {
    const com_ptr<SampleObject> object = make_com<SampleObject>();
    const com_ptr<IWbemProviderInitSink> there = object.as<IWbemObjectSink>().as<IWbemProviderInitSink>();
    ASSERT_TRUE(there);
    const com_ptr<IWbemObjectSinkEx> back = there.as<IWbemObjectSink>().as<IWbemObjectSinkEx>();
    EXPECT_EQ(back, object.as<IWbemObjectSinkEx>());
}

class Listening final : public ComObject<IWbemObjectSink> {
public:
    int add_refs = 0;
    int releases = 0;

    ULONG STDMETHODCALLTYPE AddRef() noexcept override {
        ++add_refs;
        return add_reference();
    }
    ULONG STDMETHODCALLTYPE Release() noexcept override {
        ++releases;
        return release_reference();
    }
    HRESULT STDMETHODCALLTYPE Indicate(LONG, IWbemClassObject**) noexcept override { return S_OK; }
    HRESULT STDMETHODCALLTYPE SetStatus(LONG, HRESULT, BSTR, IWbemClassObject*) noexcept override {
        return S_OK;
    }

protected:
    void* find_interface(REFIID iid) noexcept override {
        // Answers for an interface that is not in the list, as a tear-off would.
        return iid == iid_of<IWbemShutdown>() ? static_cast<IWbemObjectSink*>(this) : nullptr;
    }
};

TEST(ComObjectHooks, SeeTheCallersCountsAndNotThoseOfQueryInterface) {
    const com_ptr<Listening> object = make_com<Listening>();
    void* answer = nullptr;
    EXPECT_THAT(object->QueryInterface(iid_of<IWbemObjectSink>(), &answer), ResultIs(S_OK));
    EXPECT_EQ(object->add_refs, 0);
    EXPECT_EQ(object->AddRef(), 3U);
    EXPECT_EQ(object->add_refs, 1);
    EXPECT_EQ(object->Release(), 2U);
    EXPECT_EQ(object->Release(), 1U);
    EXPECT_EQ(object->releases, 2);
}

TEST(ComObjectHooks, CanFindFurtherInterfaces) {
    const com_ptr<Listening> object = make_com<Listening>();
    void* answer = nullptr;
    EXPECT_THAT(object->QueryInterface(iid_of<IWbemShutdown>(), &answer), ResultIs(S_OK));
    EXPECT_EQ(answer, static_cast<IWbemObjectSink*>(object.get()));
    EXPECT_EQ(object->Release(), 1U);
}

// What a caller in C does: takes the table from the object and the method from its slot.
template <class Function>
Function method_in_slot(void* object, int slot) {
    void* const* const table = *static_cast<void***>(object);
    return reinterpret_cast<Function>(table[slot]);
}

TEST(ComObjectTable, HasTheInterfaceMethodsBeforeEverythingOfOurs) {
    const com_ptr<SampleObject> object = make_com<SampleObject>();
    IWbemObjectSinkEx* const first = object.get();
    using Query = HRESULT(STDMETHODCALLTYPE*)(void*, const IID*, void**);
    using Count = ULONG(STDMETHODCALLTYPE*)(void*);
    using Indicate = HRESULT(STDMETHODCALLTYPE*)(void*, LONG, IWbemClassObject**);
    using SetStatus = HRESULT(STDMETHODCALLTYPE*)(void*, LONG, HRESULT, BSTR, IWbemClassObject*);
    using WriteStream = HRESULT(STDMETHODCALLTYPE*)(void*, BSTR, VARIANT*, ULONG, ULONG);
    using InitStatus = HRESULT(STDMETHODCALLTYPE*)(void*, LONG, LONG);
    void* answer = nullptr;
    EXPECT_THAT(method_in_slot<Query>(first, 0)(first, &iid_of<IUnknown>(), &answer), ResultIs(S_OK));
    EXPECT_EQ(answer, first);
    EXPECT_EQ(method_in_slot<Count>(first, 1)(first), 3U);
    EXPECT_EQ(method_in_slot<Count>(first, 2)(first), 2U);
    EXPECT_EQ(method_in_slot<Indicate>(first, 3)(first, 0, nullptr), 3);
    EXPECT_EQ(method_in_slot<SetStatus>(first, 4)(first, 0, 0, nullptr, nullptr), 4);
    EXPECT_EQ(method_in_slot<WriteStream>(first, 9)(first, nullptr, nullptr, 0, 0), 9);
    IWbemProviderInitSink* const second = object.get();
    EXPECT_EQ(method_in_slot<Count>(second, 2)(second), 1U);
    EXPECT_EQ(method_in_slot<InitStatus>(second, 3)(second, 0, 0), 13);
}

TEST(MakeCom, PassesItsArgumentsOn) {
    std::atomic<int> destroyed = 0;
    make_com<SampleObject>(&destroyed).reset();
    EXPECT_EQ(destroyed, 1);
}

TEST(MakeCom, ThrowsWhatTheConstructorThrows) {
    class Failing final : public ComObject<IWbemShutdown> {
    public:
        Failing() { throw std::runtime_error("no"); }
        HRESULT STDMETHODCALLTYPE Shutdown(LONG, ULONG, IWbemContext*) noexcept override { return S_OK; }
    };
    EXPECT_THROW(static_cast<void>(make_com<Failing>()), std::runtime_error);
}

#ifndef NDEBUG
// Keeps its memory after its destruction, so that a late call is a call on a poisoned object and nothing
// worse.
class Lingering final : public ComObject<IWbemShutdown> {
public:
    HRESULT STDMETHODCALLTYPE Shutdown(LONG, ULONG, IWbemContext*) noexcept override { return S_OK; }
    ULONG late_add_ref() noexcept { return add_reference(); }
    ULONG late_release() noexcept { return release_reference(); }
    static void* operator new(std::size_t size) {
        static void* memory = nullptr;
        memory = ::operator new(size);
        kept = memory;
        return memory;
    }
    static void operator delete(void*) noexcept {}
    static inline void* kept = nullptr;
};

// The undefined-behaviour sanitizer is faster: it may notice the call before the count is looked at.
const auto kReported = ::testing::AnyOf(::testing::HasSubstr("on an object that is gone"),
                                        ::testing::HasSubstr("does not point to an object"));

TEST(ComObjectDeathTest, ReportsALateAddRef) {
    Lingering* const object = make_com<Lingering>().detach();
    object->Release();
    EXPECT_DEATH(object->late_add_ref(), kReported);
    ::operator delete(Lingering::kept);
}

TEST(ComObjectDeathTest, ReportsALateRelease) {
    Lingering* const object = make_com<Lingering>().detach();
    object->Release();
    EXPECT_DEATH(object->late_release(), kReported);
    ::operator delete(Lingering::kept);
}
#endif

}  // namespace
}  // namespace wbemcheck::com
