#include "tests/unit/mock_queries/office.h"

#include <string>
#include <utility>

namespace wbemcheck::mock::test {

namespace {

Value ref(std::string path) { return Value::reference(std::move(path)); }
Value text(std::string value) { return Value::string(std::move(value)); }

ClassBuilder association(std::string name, std::shared_ptr<const ClassDefinition> superclass = nullptr) {
    ClassBuilder builder(std::move(name), std::move(superclass));
    builder.qualifier("association");
    return builder;
}

const QualifierList& key() {
    static const QualifierList qualifiers{{.name = "key"}};
    return qualifiers;
}

}  // namespace

OfficeTest::OfficeTest() {
    const auto thing = add_class(
        ClassBuilder("Thing").abstract().key("Name", CimType::kString).property("Size", CimType::kUint32));
    const auto person = add_class(ClassBuilder("Person", thing));
    add_class(ClassBuilder("Manager", person));
    add_class(ClassBuilder("Room", thing).qualifier("Locale", Value::sint32(1033)));
    add_class(ClassBuilder("Device").key("Id", CimType::kUint32).key("Slot", CimType::kString));
    add_class(ClassBuilder("Building").singleton().property("City", CimType::kString));

    const auto link = add_class(association("Link").abstract());
    const auto works_in = add_class(
        association("WorksIn", link).reference("Worker", "Person", key()).reference("Place", "Room", key()));
    add_class(association("SleepsIn", works_in));
    add_class(association("Manages").reference("Boss", "Person", key()).reference("Staff", "Person", key()));
    add_class(association("Meeting")
                  .key("Id", CimType::kString)
                  .reference("Host", "Person")
                  .reference("Guest", "Person")
                  .reference("Place", "Room"));
    add_class(association("Uses")
                  .qualifier("Rented")
                  .reference("User", "Person", key())
                  .reference("Tool", "Device", key()));
    add_class(
        association("Anything").key("Id", CimType::kString).reference("Source", "").reference("Target", ""));
    add_class(ClassBuilder("Note").key("Id", CimType::kString).reference("About", "Person"));

    for (const char* const name : {"ann", "bob", "cid"}) {
        add_instance("Person", {{"Name", text(name)}, {"Size", Value::uint32(7)}});
    }
    add_instance("Manager", {{"Name", text("eve")}});
    add_instance("Room", {{"Name", text("r1")}});
    add_instance("Room", {{"Name", text("r2")}});
    add_instance("Device", {{"Id", Value::uint32(1)}, {"Slot", text("a")}});
    add_instance("Device", {{"Id", Value::uint32(2)}, {"Slot", text("b")}});
    add_instance("Building", {{"City", text("Ulm")}});

    add_instance("WorksIn", {{"Worker", ref("Person.Name=\"ann\"")}, {"Place", ref("Room.Name=\"r1\"")}});
    add_instance("WorksIn",
                 {{"Worker", ref("\\\\WBEMCHECK\\ROOT:PERSON.NAME=\"BOB\"")}, {"Place", ref("room='R1'")}});
    add_instance("WorksIn",
                 {{"Worker", ref("Manager.Name=\"eve\"")}, {"Place", ref("//./root:Room.Name=\"r2\"")}});
    add_instance("SleepsIn", {{"Worker", ref("Thing.Name=\"cid\"")}, {"Place", ref("root:Room=\"r1\"")}});
    add_instance("Manages", {{"Boss", ref("Person.Name=\"eve\"")}, {"Staff", ref("Person.Name=\"ann\"")}});
    add_instance("Manages", {{"Boss", ref("Person.Name=\"eve\"")}, {"Staff", ref("Person.Name=\"bob\"")}});
    add_instance("Manages", {{"Boss", ref("Person.Name=\"eve\"")}, {"Staff", ref("Manager.Name=\"eve\"")}});
    add_instance("Meeting", {{"Id", text("m1")},
                             {"Host", ref("Person.Name=\"ann\"")},
                             {"Guest", ref("Person.Name=\"bob\"")},
                             {"Place", ref("Room.Name=\"r1\"")}});
    add_instance("Meeting", {{"Id", text("m2")},
                             {"Host", ref("Person.Name=\"ann\"")},
                             {"Guest", ref("person='Ann'")},
                             {"Place", ref("Room.Name=\"r2\"")}});
    add_instance("Uses", {{"User", ref("Person.Name=\"ann\"")}, {"Tool", ref("Device.Slot=\"a\",Id=1")}});
    add_instance("Uses", {{"User", ref("Person.Name=\"bob\"")}, {"Tool", ref("Device.Id=\"0x1\",Slot='A'")}});
    add_instance(
        "Anything",
        {{"Id", text("x1")}, {"Source", ref("root:Person")}, {"Target", ref("Person.Name=\"ann\"")}});
    add_instance("Anything", {{"Id", text("x2")},
                              {"Source", ref("Person.Name=\"ann\"")},
                              {"Target", ref("Person.Name=\"nobody\"")}});
    add_instance("Anything", {{"Id", text("x3")},
                              {"Source", ref("Person.Name=\"ann\"")},
                              {"Target", ref("\\\\.\\root\\elsewhere:Person.Name=\"bob\"")}});
    add_instance("Anything",
                 {{"Id", text("x4")}, {"Source", ref("Building=@")}, {"Target", ref("Person.Name=\"ann\"")}});
    add_instance("Note", {{"Id", text("n1")}, {"About", ref("Person.Name=\"ann\"")}});
}

}  // namespace wbemcheck::mock::test
