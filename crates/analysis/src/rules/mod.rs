//! One file a rule.

use crate::rule::Rule;

mod accidental_key;
mod alias_directive;
mod alias_name;
mod alias_off;
mod alias_source;
mod buildkit_off;
mod built_unused;
mod cache_value;
pub(crate) mod configuration;
mod credential_host;
mod credential_identity;
mod credential_secret;
mod detached_step;
mod dockerfile_scan;
mod dropped_comment;
mod duplicate_key;
mod duplicate_step_id;
mod empty_template;
mod env_blank;
mod env_comma;
mod env_entry;
mod hidden_context;
mod home_login;
mod ignored_property;
mod invalid_version;
mod kept_quotes;
mod late_version;
mod latest_tag;
mod literal_command;
mod literal_registry;
mod login_in_step;
mod long_line;
mod long_timeout;
mod merge_order;
mod missing_dockerfile;
mod missing_value;
mod mount_on_push;
mod mount_path;
mod mount_unknown;
mod mounted_twice;
mod negative_retries;
mod nested_values;
mod no_ids;
mod no_version;
mod not_a_list;
mod null_item;
mod number_form;
mod password_literal;
mod push_before_build;
mod push_unbuilt;
mod registry_address;
mod registry_host;
mod registry_name;
mod registry_role;
mod run_context;
mod second_document;
mod secret_build_arg;
mod secret_client_id;
mod secret_id;
mod secret_source;
mod secret_url;
mod step_id;
mod step_kind;
mod swallowed_variable;
mod tar_context;
mod template_execution;
mod template_syntax;
pub(crate) mod uncovered_registry;
mod undeclared_network;
mod unknown_alias;
mod unknown_key;
mod unknown_target;
mod unknown_variable;
mod unpinned_base;
mod unseen_flag;
mod unset_base_argument;
mod unused_build_argument;
mod unused_credential;
mod unused_definition;
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
mod yaml_boolean;
mod yaml_syntax;

/// Every rule, by name.
pub static ALL: &[&Rule] = &[
    &accidental_key::RULE,
    &alias_directive::RULE,
    &alias_name::RULE,
    &alias_off::RULE,
    &alias_source::RULE,
    &buildkit_off::RULE,
    &built_unused::RULE,
    &cache_value::RULE,
    &configuration::RULE,
    &credential_host::RULE,
    &credential_identity::RULE,
    &credential_secret::RULE,
    &detached_step::RULE,
    &dockerfile_scan::RULE,
    &dropped_comment::RULE,
    &duplicate_key::RULE,
    &duplicate_step_id::RULE,
    &empty_template::RULE,
    &env_blank::RULE,
    &env_comma::RULE,
    &env_entry::RULE,
    &hidden_context::RULE,
    &home_login::RULE,
    &ignored_property::RULE,
    &invalid_version::RULE,
    &kept_quotes::RULE,
    &late_version::RULE,
    &latest_tag::RULE,
    &literal_command::RULE,
    &literal_registry::RULE,
    &login_in_step::RULE,
    &long_line::RULE,
    &long_timeout::RULE,
    &merge_order::RULE,
    &missing_dockerfile::RULE,
    &missing_value::RULE,
    &mount_on_push::RULE,
    &mount_path::RULE,
    &mount_unknown::RULE,
    &mounted_twice::RULE,
    &negative_retries::RULE,
    &nested_values::RULE,
    &no_ids::RULE,
    &no_version::RULE,
    &not_a_list::RULE,
    &null_item::RULE,
    &number_form::RULE,
    &password_literal::RULE,
    &push_before_build::RULE,
    &push_unbuilt::RULE,
    &registry_address::RULE,
    &registry_host::RULE,
    &registry_name::RULE,
    &registry_role::RULE,
    &run_context::RULE,
    &second_document::RULE,
    &secret_build_arg::RULE,
    &secret_client_id::RULE,
    &secret_id::RULE,
    &secret_source::RULE,
    &secret_url::RULE,
    &step_id::RULE,
    &step_kind::RULE,
    &swallowed_variable::RULE,
    &tar_context::RULE,
    &template_execution::RULE,
    &template_syntax::RULE,
    &uncovered_registry::RULE,
    &undeclared_network::RULE,
    &unknown_alias::RULE,
    &unknown_key::RULE,
    &unknown_target::RULE,
    &unknown_variable::RULE,
    &unpinned_base::RULE,
    &unseen_flag::RULE,
    &unset_base_argument::RULE,
    &unused_build_argument::RULE,
    &unused_credential::RULE,
    &unused_definition::RULE,
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
    &yaml_boolean::RULE,
    &yaml_syntax::RULE,
];

/// The rule of a name.
pub fn by_name(name: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.name == name)
}
