// Worlds and events that a test describes by MOF.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "harness/com/hresult.h"
#include "harness/com/variant.h"
#include "tests/unit/mock_services/client.h"
#include "tests/unit/mock_services/test_sink.h"

namespace wbemcheck::mock::test {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr std::string_view kTasks = R"(
    class App_Task { [key] string Name; };
    class App_Done : __ExtrinsicEvent { string Name; };
    instance of App_Task { Name = "build"; };
    instance of App_Task { Name = "test"; };
)";

// A client of one namespace of a mock.
struct Connected : Client {
    Connected(const Mock& connected, std::string_view path) : Client({.objects = 0}) {
        services = connected.connect(path);
    }
};

std::vector<std::string> tasks(const Client& client) { return names_in(client.query("SELECT * FROM App_Task").get()); }

TEST(LoadMof, MakesTheNamespaceAndPutsWhatTheTextSays) {
    Mock mock(Settings{});
    mock.load_mof(kTasks, "root\\app\\tasks");
    EXPECT_THAT(tasks(Connected(mock, "root\\app\\tasks")), UnorderedElementsAre("build", "test"));
}

TEST(LoadMof, GoesToRootMockWithoutANamespace) {
    Client client;
    client.mock->load_mof("instance of Mock_Item { Name = \"mine\"; };");
    EXPECT_EQ(text_of(client.get("Mock_Item.Name=\"mine\"").get(), "Name"), "mine");
}

TEST(LoadMof, AddsToWhatIsThere) {
    Mock mock(Settings{});
    mock.load_mof(kTasks, "root\\app");
    mock.load_mof("instance of App_Task { Name = \"ship\"; };", "root\\app");
    EXPECT_THAT(tasks(Connected(mock, "root\\app")), UnorderedElementsAre("build", "test", "ship"));
}

TEST(LoadMof, WithAnErrorLeavesEverythingAsItWas) {
    Mock mock(Settings{});
    EXPECT_THROW(mock.load_mof(std::string(kTasks) + "instance of App_Missing {};", "root\\app"), MofError);
    EXPECT_THROW(static_cast<void>(mock.connect("root\\app")), std::invalid_argument);
    mock.load_mof(kTasks, "root\\app");
    EXPECT_THROW(mock.load_mof("instance of App_Task { Name = \"ship\"; }; nonsense", "root\\app"), MofError);
    EXPECT_THAT(tasks(Connected(mock, "root\\app")), UnorderedElementsAre("build", "test"));
}

TEST(LoadMof, RefusesANamespaceThatIsNone) {
    Mock mock(Settings{});
    EXPECT_THROW(mock.load_mof(kTasks, "no namespace"), std::invalid_argument);
}

TEST(LoadMof, IsSeenBySubscriptionsAndByServicesPointersThatAreThere) {
    Mock mock(Settings{});
    mock.load_mof(kTasks, "root\\app");
    const Connected client(mock, "root\\app");
    HeldSink sink;
    EXPECT_THAT(client.subscribe("SELECT * FROM __InstanceCreationEvent WITHIN 1 WHERE TargetInstance ISA 'App_Task'",
                                 sink.get()),
                ResultIs(WBEM_S_NO_ERROR));
    const auto running = client.query("SELECT * FROM App_Task");
    mock.load_mof("instance of App_Task { Name = \"ship\"; }; instance of App_Task { Name = \"rest\"; };", "root\\app");
    EXPECT_TRUE(sink->wait_for_objects(2));
    EXPECT_THAT(names_in(running.get()), UnorderedElementsAre("build", "test"));
    EXPECT_THAT(tasks(client), SizeIs(4U));
    EXPECT_THAT(client.services->CancelAsyncCall(sink.get()), ResultIs(WBEM_S_NO_ERROR));
}

TEST(LoadMof, WithAnErrorTellsNobody) {
    Mock mock(Settings{});
    mock.load_mof(kTasks, "root\\app");
    const Connected client(mock, "root\\app");
    HeldSink sink;
    EXPECT_THAT(client.subscribe("SELECT * FROM __InstanceCreationEvent WITHIN 1 WHERE TargetInstance ISA 'App_Task'",
                                 sink.get()),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THROW(mock.load_mof("instance of App_Task { Name = \"ship\"; }; instance of App_Missing {};", "root\\app"),
                 MofError);
    mock.load_mof("instance of App_Task { Name = \"rest\"; };", "root\\app");
    EXPECT_TRUE(sink->wait_for_objects(1));
    EXPECT_THAT(client.services->CancelAsyncCall(sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(sink->objects(), 1U);
}

class MofFiles : public ::testing::Test {
protected:
    MofFiles() { std::filesystem::create_directories(folder); }
    ~MofFiles() override { std::filesystem::remove_all(folder); }

    void write(const char* name, std::string_view text) const { std::ofstream(folder / name) << text; }

    const std::filesystem::path folder =
        std::filesystem::path(::testing::TempDir()) /
        ("wbemcheck_mof_" + std::to_string(std::chrono::steady_clock::now().time_since_epoch().count()));
};

TEST_F(MofFiles, AreLoadedWithWhatTheyInclude) {
    write("classes.mof", "class App_Task { [key] string Name; };");
    write("app.mof", "#pragma include(\"classes.mof\")\ninstance of App_Task { Name = \"build\"; };");
    Mock mock(Settings{});
    mock.load_mof_file(folder / "app.mof", "root\\app");
    EXPECT_THAT(tasks(Connected(mock, "root\\app")), ElementsAre("build"));
}

TEST_F(MofFiles, AreNamedInErrors) {
    write("app.mof", "\n  class App_Task : App_Missing { };");
    Mock mock(Settings{});
    try {
        mock.load_mof_file(folder / "app.mof", "root\\app");
        FAIL() << "loaded";
    } catch (const MofError& error) {
        ASSERT_THAT(error.problems(), SizeIs(1U));
        EXPECT_THAT(error.problems().front().file, ::testing::EndsWith("app.mof"));
        EXPECT_EQ(error.problems().front().line, 2U);
    }
}

TEST_F(MofFiles, ThatAreNotThereAreAnErrorToo) {
    Mock mock(Settings{});
    EXPECT_THROW(mock.load_mof_file(folder / "missing.mof"), MofError);
}

TEST(MofError, SaysTheFirstProblemAndTheNumberOfTheOthers) {
    EXPECT_STREQ(MofError({{"app.mof", 3, 5, "expected a class name"}}).what(), "app.mof:3:5: expected a class name");
    const MofError error({{"app.mof", 3, 5, "expected a class name"}, {"app.mof", 4, 1, "b"}, {"app.mof", 5, 1, "c"}});
    EXPECT_STREQ(error.what(), "app.mof:3:5: expected a class name (and 2 more)");
    EXPECT_EQ(error.problems().at(2).line, 5U);
}

TEST(FireMof, PublishesAllInstancesOfTheText) {
    Mock mock(Settings{});
    mock.load_mof(kTasks, "root\\app");
    const Connected client(mock, "root\\app");
    std::vector<std::string> names;
    HeldSink sink({.on_indicate = [&](LONG count, IWbemClassObject** objects) {
        for (LONG i = 0; i < count; ++i) {
            names.push_back(text_of(objects[i], "Name"));
        }
        return WBEM_S_NO_ERROR;
    }});
    EXPECT_THAT(client.subscribe("SELECT * FROM App_Done", sink.get()), ResultIs(WBEM_S_NO_ERROR));
    mock.fire("instance of App_Done { Name = \"one\"; }; instance of App_Done { Name = \"two\"; };", "root\\app");
    EXPECT_TRUE(sink->wait_for_objects(2));
    EXPECT_THAT(client.services->CancelAsyncCall(sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_THAT(names, ElementsAre("one", "two"));
}

TEST(FireMof, RefusesWhatIsNoEvent) {
    Mock mock(Settings{});
    mock.load_mof(kTasks, "root\\app");
    const Connected client(mock, "root\\app");
    HeldSink sink;
    EXPECT_THAT(client.subscribe("SELECT * FROM App_Done", sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THROW(mock.fire("instance of App_Missing { };", "root\\app"), MofError);
    EXPECT_THROW(mock.fire("", "root\\app"), MofError);
    EXPECT_THROW(mock.fire("class App_Other { };", "root\\app"), MofError);
    EXPECT_THROW(mock.fire("instance of App_Done { Name = \"x\"; };", "root\\missing"), std::invalid_argument);
    try {
        mock.fire("instance of App_Done { Name = \"x\"; }; instance of App_Task { Name = \"y\"; };", "root\\app");
        FAIL() << "published";
    } catch (const com::HresultError& error) {
        EXPECT_THAT(error.result(), ResultIs(WBEM_E_NOT_EVENT_CLASS));
    }
    EXPECT_THAT(client.services->CancelAsyncCall(sink.get()), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_TRUE(sink->wait_for_rest(1, 1));
    EXPECT_EQ(sink->objects(), 0U);
}

TEST(MethodHandler, OfAMofClassNeedsTheImplementedQualifierInEachClass) {
    Mock mock(Settings{});
    mock.load_mof(R"(
        class App_Task { [key] string Name; [implemented] uint32 Run(); uint32 Stop(); };
        class App_Job : App_Task { [implemented] uint32 Stop(); };
        instance of App_Task { Name = "task"; };
        instance of App_Job { Name = "job"; };
    )",
                  "root\\app");
    int runs = 0;
    const auto count = [&runs](const MethodInvocation& call) {
        ++runs;
        call.set_output("ReturnValue", com::make_variant(LONG{0}));
        return WBEM_S_NO_ERROR;
    };
    mock.handle_method("root\\app:App_Task", "Run", count);
    mock.handle_method("root\\app:App_Task", "Stop", count);
    const Connected client(mock, "root\\app");
    const auto call = [&](const char* path, const char* method) {
        return client.services->ExecMethod(bstr(path).get(), bstr(method).get(), 0, nullptr, nullptr, nullptr, nullptr);
    };
    EXPECT_THAT(call("App_Task.Name=\"task\"", "Run"), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(call("App_Task.Name=\"task\"", "Stop"), ResultIs(WBEM_E_METHOD_NOT_IMPLEMENTED));
    EXPECT_THAT(call("App_Job.Name=\"job\"", "Stop"), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(runs, 2);
}

}  // namespace
}  // namespace wbemcheck::mock::test
