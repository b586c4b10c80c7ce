"""Reading YAML so strictly that a slip in a definition cannot pass as a meaning."""

from pathlib import Path

import yaml

from facilities.criteria.schema import DefinitionError

YAML_1_1_SPELLINGS = "write true or false, or put the word in quotes"


SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the faster, if built in


class StrictLoader(SafeLoader):
    """Refuses a repeated key, and yes, no, on and off without quotes."""

    def construct_mapping(self, node, deep=False):  # noqa: FBT002 - PyYAML's signature
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for place, key in enumerate(keys):
            if key in keys[:place]:
                raise DefinitionError(f"line {line_of(node)}: '{key}' is given twice")
        return super().construct_mapping(node, deep=deep)

    def construct_yaml_bool(self, node):
        if node.value not in ("true", "false"):
            raise DefinitionError(
                f"line {line_of(node)}: '{node.value}' without quotes: "
                f"{YAML_1_1_SPELLINGS}"
            )
        return node.value == "true"


StrictLoader.add_constructor("tag:yaml.org,2002:bool", StrictLoader.construct_yaml_bool)


def line_of(node) -> int:
    return node.start_mark.line + 1


def read(path: Path) -> object:
    try:
        text = path.read_text(encoding="utf-8")
        return yaml.load(text, Loader=StrictLoader)  # noqa: S506 - a SafeLoader
    except FileNotFoundError:
        raise DefinitionError(f"{path.name}: no such file") from None
    except (yaml.YAMLError, UnicodeDecodeError, DefinitionError) as error:
        raise DefinitionError(f"{path.name}: {error}") from error
