// One side of the comparison: everything that the declarations of one origin (the system's headers, or our
// portable ones) say, as plain data that needs neither to be understood. The two sides never see each other's
// headers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace wbemcheck::abi {

// A named number: a constant, a size, an offset, a property of a type.
struct Fact {
    std::string name;
    std::uint64_t value;
};

struct Identifier {
    std::string name;
    std::string declared;  // by the headers of this side
    std::string contract;  // by the contract
};

// A call as it was made or as it arrived. Arguments are bit patterns, zero-extended.
struct Call {
    std::string interface;
    std::string method;
    std::vector<std::uint64_t> arguments;

    friend bool operator==(const Call&, const Call&) = default;
};

// What came of calling one method of an object.
struct Outcome {
    Call sent;
    std::vector<Call> received;
    std::uint64_t result;    // what the caller got
    std::uint64_t returned;  // what the object returned
    int slot;                // where the contract puts the method
    int compiled_slot;       // where this side's compiler puts it; -1 when the compiler does not tell
};

struct Interface {
    std::string name;
    void* object;                             // an object of this side that records calls
    std::vector<Outcome> (*call_all)(void*);  // through the declarations of this side
};

struct Side {
    std::vector<Interface> interfaces;
    std::vector<Identifier> identifiers;
    std::vector<Fact> constants;
    std::vector<Fact> layout;
};

// Only where there are system headers.
Side system_side();
Side portable_side();

// The notebook of the recording objects. One thread.
void note_call(Call call, std::uint64_t returned);
std::vector<Call> take_calls();
std::uint64_t last_returned();

}  // namespace wbemcheck::abi
