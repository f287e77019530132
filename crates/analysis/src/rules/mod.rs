//! One file a rule.

use crate::rule::Rule;

mod alias_directive;
mod alias_name;
mod alias_source;
mod built_unused;
mod cache_value;
pub(crate) mod configuration;
mod duplicate_step_id;
mod empty_template;
mod env_entry;
mod invalid_version;
mod latest_tag;
mod long_timeout;
mod mount_on_push;
mod mount_path;
mod mount_unknown;
mod negative_retries;
mod nested_values;
mod no_ids;
mod no_version;
mod not_a_list;
mod null_item;
mod password_literal;
mod push_before_build;
mod push_unbuilt;
mod run_context;
mod secret_build_arg;
mod secret_client_id;
mod secret_id;
mod secret_source;
mod secret_url;
mod step_id;
mod step_kind;
mod template_execution;
mod template_syntax;
pub(crate) mod unused_ignore;
mod volume_file_name;
mod volume_name;
mod volume_secret;
mod when_empty;
mod when_self;
mod when_token;
mod when_twice;
mod when_unknown;
mod wrong_type;
mod yaml_syntax;

/// Every rule, by name.
pub static ALL: &[&Rule] = &[
    &alias_directive::RULE,
    &alias_name::RULE,
    &alias_source::RULE,
    &built_unused::RULE,
    &cache_value::RULE,
    &configuration::RULE,
    &duplicate_step_id::RULE,
    &empty_template::RULE,
    &env_entry::RULE,
    &invalid_version::RULE,
    &latest_tag::RULE,
    &long_timeout::RULE,
    &mount_on_push::RULE,
    &mount_path::RULE,
    &mount_unknown::RULE,
    &negative_retries::RULE,
    &nested_values::RULE,
    &no_ids::RULE,
    &no_version::RULE,
    &not_a_list::RULE,
    &null_item::RULE,
    &password_literal::RULE,
    &push_before_build::RULE,
    &push_unbuilt::RULE,
    &run_context::RULE,
    &secret_build_arg::RULE,
    &secret_client_id::RULE,
    &secret_id::RULE,
    &secret_source::RULE,
    &secret_url::RULE,
    &step_id::RULE,
    &step_kind::RULE,
    &template_execution::RULE,
    &template_syntax::RULE,
    &unused_ignore::RULE,
    &volume_file_name::RULE,
    &volume_name::RULE,
    &volume_secret::RULE,
    &when_empty::RULE,
    &when_self::RULE,
    &when_token::RULE,
    &when_twice::RULE,
    &when_unknown::RULE,
    &wrong_type::RULE,
    &yaml_syntax::RULE,
];

/// The rule of a name.
pub fn by_name(name: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.name == name)
}
