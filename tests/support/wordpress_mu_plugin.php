<?php
// Test site only: no mail, no flood control, a log of REST requests, and a slow moment on demand.

function wp_mail() {
	return true;
}

// Core takes one comment per 15 seconds from an address; a test writes many.
add_filter( 'comment_flood_filter', '__return_false' );

add_filter(
	'rest_pre_dispatch',
	function ( $result, $server, $request ) {
		$entry = array(
			'method' => $request->get_method(),
			'route'  => $request->get_route(),
			'params' => $request->get_query_params(),
			'user'   => wp_get_current_user()->user_login,
		);
		file_put_contents( ABSPATH . '../requests.jsonl', wp_json_encode( $entry ) . "\n", FILE_APPEND | LOCK_EX );
		return $result;
	},
	10,
	3
);

// The file holds "before_insert 1.5" or "after_insert 1.5": when to sleep around a new comment, and for how many
// seconds. Whoever sleeps wakes when the file goes away, and leaves a sign until his request is over.
function simak_test_sleep( $moment ) {
	$file  = ABSPATH . '../delay';
	$order = explode( ' ', is_file( $file ) ? file_get_contents( $file ) : '' );
	if ( $order[0] !== $moment ) {
		return;
	}
	// Without this, a client that is gone would end the shutdown functions before ours.
	ignore_user_abort( true );
	$sign = ABSPATH . '../sleeping-' . getmypid();
	register_shutdown_function( 'unlink', $sign );
	touch( $sign );
	$end = microtime( true ) + (float) $order[1];
	while ( microtime( true ) < $end && is_file( $file ) ) {
		usleep( 10000 );
		clearstatcache();
	}
}

add_filter(
	'rest_pre_insert_comment',
	function ( $comment ) {
		simak_test_sleep( 'before_insert' );
		return $comment;
	}
);

add_action(
	'rest_insert_comment',
	function ( $comment, $request, $creating ) {
		if ( $creating ) {
			simak_test_sleep( 'after_insert' );
		}
	},
	10,
	3
);
