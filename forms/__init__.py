"""Form versions as data: one YAML file each, their schema and loader, and the rule-expression syntax."""
