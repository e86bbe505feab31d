# SPDX-License-Identifier: MIT
# schema.jq - whether a value fits a JSON schema.
#
# Of JSON Schema, the keywords that the schemas here use: type, const, enum,
# minLength, pattern, minimum, required, properties, additionalProperties,
# items, anyOf, not.  A schema with another keyword is an error, not a value
# that fits.

def known: ["$schema", "$id", "title", "description", "type", "const", "enum", "minLength", "pattern",
    "minimum", "required", "properties", "additionalProperties", "items", "anyOf", "not"];

def is_type($name):
    if $name == "integer" then type == "number" and floor == . else type == $name end;

def valid($schema):
    . as $value
    | if $schema == true then true
      elif $schema == false then false
      elif ($schema | keys) - known != [] then
        error("unknown keywords: \(($schema | keys) - known)")
      else
        (if $schema | has("type") then [$schema.type] | flatten | any(. as $name | $value | is_type($name)) else true end)
        and (if $schema | has("const") then $value == $schema.const else true end)
        and (if $schema | has("enum") then $schema.enum | any(. == $value) else true end)
        and (if $schema | has("anyOf") then $schema.anyOf | any(. as $one | $value | valid($one)) else true end)
        and (if $schema | has("not") then $value | valid($schema.not) | not else true end)
        and (if type == "string" then
                length >= ($schema.minLength // 0)
                and (if $schema | has("pattern") then test($schema.pattern) else true end)
             elif type == "number" then . >= ($schema.minimum // .)
             elif type == "array" and ($schema | has("items")) then all(.[]; valid($schema.items))
             elif type == "object" then
                (($schema.required // []) | all(. as $name | $value | has($name)))
                and (to_entries | all(. as $entry
                    | $entry.value
                    | valid(if ($schema.properties // {}) | has($entry.key) then $schema.properties[$entry.key]
                            elif $schema | has("additionalProperties") then $schema.additionalProperties
                            else true end)))
             else true end)
      end;
