<?php
// Installs the test site with the function wp-cli would call, and prints its users as JSON.
// Usage: php wordpress_bootstrap.php SITE_FOLDER

$_SERVER['HTTP_HOST'] = '127.0.0.1';
define( 'WP_INSTALLING', true );
require $argv[1] . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';

wp_install( 'KPU Kota Contoh', 'admin', 'admin@example.test', true, '', wp_generate_password( 24, false ) );

$options = array(
	'template'                    => 'simak-test',
	'stylesheet'                  => 'simak-test',
	'permalink_structure'         => '/%postname%/',
	'comment_moderation'          => 0,
	'comment_previously_approved' => 0,
	'comments_notify'             => 0,
	'moderation_notify'           => 0,
	'thread_comments'             => 1,
	'thread_comments_depth'       => 5,
	'timezone_string'             => 'Asia/Jakarta',
);
foreach ( $options as $name => $value ) {
	update_option( $name, $value );
}
flush_rewrite_rules( false );

function simak_test_user( $login, $role ) {
	$user = get_user_by( 'login', $login );
	$id   = $user ? $user->ID : wp_insert_user(
		array(
			'user_login'   => $login,
			'user_pass'    => wp_generate_password( 24, false ),
			'user_email'   => $login . '@example.test',
			'display_name' => ucfirst( $login ),
			'role'         => $role,
		)
	);
	list( $password ) = WP_Application_Passwords::create_new_application_password( $id, array( 'name' => 'simak' ) );
	return array( 'id' => $id, 'password' => $password );
}

echo wp_json_encode(
	array(
		'admin'   => simak_test_user( 'admin', 'administrator' ),
		'petugas' => simak_test_user( 'petugas', 'editor' ),
		'humas'   => simak_test_user( 'humas', 'editor' ),
	)
);
