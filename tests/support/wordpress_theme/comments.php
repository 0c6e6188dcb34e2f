<ol class="comment-list">
	<?php wp_list_comments( array( 'avatar_size' => 0 ) ); ?>
</ol>
<?php comment_form(); ?>
